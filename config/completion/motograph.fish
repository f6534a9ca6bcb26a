# Completion of motograph's command line for fish: the program itself says what may stand there.
function __motograph_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    for line in (COLUMNS='' $program complete -- $words (commandline -ct) 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c motograph -f -a '(__motograph_complete)'
