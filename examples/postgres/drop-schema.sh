#!/bin/sh
# Tears down the fixture `schema`. Fails if a task has not dropped its database.
set -eu
"$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 -d postgres <<'SQL'
ALTER DATABASE shop IS_TEMPLATE false;
DROP DATABASE shop;
DROP ROLE shop_clerk, shop_guest, shop_owner;
DO $$ BEGIN
    ASSERT NOT EXISTS (SELECT FROM pg_database WHERE datname LIKE 'task_%'), 'a task left its database behind';
END $$;
SQL
