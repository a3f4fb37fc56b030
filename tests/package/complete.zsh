# zsh -f complete.zsh <directory of _parallel-fixtures> <text>: types the text and the tabulator into an interactive zsh on a
# pseudo-terminal, and prints what it offers, sorted in one line.
zmodload zsh/zpty
work=$(mktemp -d)
cat >$work/setup <<END
PS1= PROMPT_EOL_MARK=
fpath=($1 \$fpath)
autoload -Uz compinit
compinit -u -D
compadd() {
    # A call that fills arrays offers nothing by itself.
    if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
        local -a found
        builtin compadd -A found "\$@"
        print -rl -- \$found >>$work/matches
    fi
    builtin compadd "\$@"
}
: >$work/ready
END
zpty shell zsh -f -i
zpty -w shell "source $work/setup"
for ((i = 0; i < 3000; i++)); do
    [[ ! -e $work/ready ]] || break
    sleep 0.01
done
zpty -n -w shell "$2"$'\t'
zpty -n -w shell $'\C-u'": >$work/done"$'\n'
for ((i = 0; i < 3000; i++)); do
    [[ ! -e $work/done ]] || break
    sleep 0.01
done
zpty -d shell
sort -u $work/matches | grep -v '^$' | xargs
rm -r $work
