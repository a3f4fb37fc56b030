-- Roles belong to the whole server, so the tasks share these and make none of their own.
CREATE ROLE shop_owner;
CREATE ROLE shop_clerk;
CREATE ROLE shop_guest;
