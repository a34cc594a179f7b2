using System.CommandLine;

namespace NVirt.Cli;

/// <summary>A command, by its name, that is built only once somebody wants it.</summary>
/// <param name="Name">Its last word.</param>
/// <param name="Create">Builds it, without the commands below it.</param>
/// <param name="Below">The commands below it; none of a command that does something itself.</param>
internal sealed record CommandEntry(string Name, Func<Command> Create, params IReadOnlyList<CommandEntry> Below)
{
    /// <summary>Builds the command with everything below it.</summary>
    public Command CreateWhole()
    {
        Command command = Create();
        foreach (CommandEntry entry in Below)
        {
            command.Add(entry.CreateWhole());
        }

        return command;
    }

    /// <summary>Builds the command with the one command below it that the words name.</summary>
    /// <param name="words">What follows the name.</param>
    /// <returns>The command; <see langword="null"/> if they name none.</returns>
    public Command? CreateNamed(ReadOnlySpan<string> words)
    {
        if (Below.Count == 0)
        {
            return Create();
        }

        if (FindNamed(Below, words, out int at)?.CreateNamed(words[(at + 1)..]) is not { } below)
        {
            return null;
        }

        Command command = Create();
        command.Add(below);
        return command;
    }

    /// <summary>The first of some commands that the words name. A value of an option may be taken for a name: parsing shows that.</summary>
    public static CommandEntry? FindNamed(IReadOnlyList<CommandEntry> entries, ReadOnlySpan<string> words, out int at)
    {
        for (at = 0; at < words.Length; at++)
        {
            foreach (CommandEntry entry in entries)
            {
                if (entry.Name == words[at])
                {
                    return entry;
                }
            }
        }

        return null;
    }
}
