using System.Buffers;
using System.Text;
using NVirt.Qemu.CommandLine;

namespace NVirt.Cli.Output;

/// <summary>A command line for a POSIX shell: an option and its value a line.</summary>
internal static class ShellText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

    public static string Of(QemuArguments arguments)
    {
        StringBuilder text = new();
        foreach (var (name, value) in arguments.Environment)
        {
            text.Append(name).Append('=').Append(Quote(value)).Append(' ');
        }

        text.Append(Quote(arguments.Emulator));
        foreach (string argument in arguments.Arguments)
        {
            text.Append(argument.StartsWith('-') ? " \\\n  " : " ").Append(Quote(argument));
        }

        return text.Append('\n').ToString();
    }

    private static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
