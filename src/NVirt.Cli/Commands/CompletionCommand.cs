using System.CommandLine;
using System.Text.Json.Nodes;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt completion SHELL</c>: a script that asks the tool itself for the words that fit, so that it never gets old.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = Messages.Argument_Shell };
        SharedOptions.Only(shell, "bash", "zsh", "fish", "pwsh");
        return SharedOptions.Command("completion", Messages.Command_Completion, Run, shell);

        int Run(Session session)
        {
            string name = session.Get(shell)!;
            if (session.IsJson)
            {
                session.WriteJson(new JsonObject { ["shell"] = name, ["script"] = Script(name) });
            }
            else
            {
                session.Out.Write(Script(name));
            }

            return ExitCode.Done;
        }
    }

    // The directive [suggest:POSITION] makes the tool print the words that can stand at that place of the line. Asked is the tool that
    // stands in the line, so that ./nvirt of a clone is completed too, where no nvirt is in the path. zsh reads the script by source, or as
    // the body of the function itself, from a folder of completions.
    private static string Script(string shell) => shell switch
    {
        "bash" => """
            _nvirt() {
                local IFS=$'\n' tool=${COMP_WORDS[0]/#\~\//$HOME/}
                COMPREPLY=($(compgen -W "$("$tool" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _nvirt nvirt

            """,
        "zsh" => """
            #compdef nvirt
            _nvirt() {
                local -a words_that_fit
                words_that_fit=("${(@f)$(${~words[1]} "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                words_that_fit=(${words_that_fit:#})
                (( $#words_that_fit )) && compadd -a words_that_fit || _files
            }
            if [ "${funcstack[1]}" = _nvirt ]; then _nvirt "$@"; else compdef _nvirt nvirt; fi

            """,
        "fish" => """
            function __nvirt_complete
                set -l line (commandline -cp)
                set -l position (string length -- "$line")
                set -l tool (string replace -r '^~/' "$HOME/" -- (commandline -opc)[1])
                $tool "[suggest:$position]" "$line" 2>/dev/null
            end
            complete -c nvirt -a '(__nvirt_complete)'

            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName nvirt -ScriptBlock {
                param($word, $line, $position)
                & $line.CommandElements[0].Value "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """,
    };
}
