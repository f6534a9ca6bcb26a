# Completion of motograph's command line for bash: the program itself says what may stand there.
_motograph() {
    local word line
    COMPREPLY=()
    # --set KEY=VALUE and NAME:ARG are one word to the program.
    local IFS=$'\n' words=("${COMP_WORDS[@]:1:COMP_CWORD-1}") begun=${COMP_WORDS[COMP_CWORD]}
    if declare -F _get_comp_words_by_ref >/dev/null; then
        local cur cword
        _get_comp_words_by_ref -n =: -c cur -i cword -w words
        begun=$cur
        words=("${words[@]:1:cword-1}")
    fi
    while read -r line; do
        word=${line%%$'\t'*}
        if [ "$word" = :files ]; then
            compopt -o filenames 2>/dev/null
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$begun")
        else
            COMPREPLY+=("$word")
        fi
    done < <(COLUMNS='' "${COMP_WORDS[0]}" complete -- "${words[@]}" "$begun" 2>/dev/null)
    # bash replaces what stands behind the last = or : alone.
    if declare -F __ltrim_colon_completions >/dev/null; then
        __ltrim_colon_completions "$begun"
    fi
    if [[ $begun == *=* && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${begun%"${begun##*=}"}"}")
    fi
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
}
complete -F _motograph motograph
