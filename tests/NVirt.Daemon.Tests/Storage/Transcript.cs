using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>
/// What virsh says to a list of commands, with the exit codes and what was downloaded. What no two runs have in common is taken out:
/// UUIDs, times, folders, owners, and how much of a disk is used.
/// </summary>
internal static partial class Transcript
{
    private static string Source => Path.Combine(Places.Root, "tests", "NVirt.Daemon.Tests", "Storage");

    /// <summary>What libvirt's daemon said.</summary>
    public static string RecordPath => Path.Combine(Source, "commands.libvirt.txt");

    /// <summary>Plays the commands.</summary>
    /// <param name="socket">The daemon's socket.</param>
    /// <param name="folder">A folder for pools.</param>
    public static string Play(string socket, TempFolder folder)
    {
        string root = folder.Root;
        foreach (string file in Directory.GetFiles(Path.Combine(Source, "files")))
        {
            folder.Write(
                Path.Combine("files", Path.GetFileName(file)), File.ReadAllText(file).Replace("@DIR@", root, StringComparison.Ordinal));
        }

        folder.Write("files/data.bin", Enumerable.Range(0, 1 << 20).Select(i => (byte)(i * 31 >> 3)).ToArray());
        Directory.CreateDirectory(Path.Combine(root, "out"));
        StringBuilder transcript = new();
        foreach (string line in File.ReadLines(Path.Combine(Source, "commands.txt")))
        {
            string[] words =
            [
                .. line.Replace("@FILES@", root + "/files", StringComparison.Ordinal)
                    .Replace("@OUT@", root + "/out", StringComparison.Ordinal).Replace("@DIR@", root, StringComparison.Ordinal).Split(' '),
            ];
            (int code, string said) = Virsh(socket, words);
            transcript.Append("$ ").Append(line).Append('\n').Append(Plain(said, root)).Append('[').Append(code).Append("]\n");
            if (Array.Find(words, w => w.StartsWith(root + "/out", StringComparison.Ordinal)) is { } file && File.Exists(file))
            {
                byte[] bytes = File.ReadAllBytes(file);
                transcript.Append('(').Append(bytes.Length).Append(" bytes, ")
                    .Append(Convert.ToHexString(SHA256.HashData(bytes))[..16]).Append(")\n");
            }
        }

        return transcript.ToString();
    }

    /// <summary>The answers in a transcript, by the number of the command and the command.</summary>
    public static IEnumerable<(string Command, string Answer)> Split(string transcript) =>
        Command().Matches(transcript.ReplaceLineEndings("\n")).Select(m => (m.Groups["command"].Value, m.Groups["answer"].Value));

    /// <summary>Runs virsh.</summary>
    public static (int Code, string Said) Virsh(string socket, string[] words)
    {
        string path = Environment.IsPrivilegedProcess ? "system" : "session";
        ProcessStartInfo start = new("virsh", ["-c", $"qemu:///{path}?socket={socket}", .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string Plain(string said, string root)
    {
        string text = Uuid().Replace(said.Replace(root, "@DIR@", StringComparison.Ordinal), "UUID");
        text = Time().Replace(text, "<${name}>TIME<");
        text = Owner().Replace(text, "<${name}>NUMBER<");
        text = Used().Replace(text, "<${name} unit='bytes'>SIZE<");
        text = PoolSize().Replace(text, "${start}<capacity unit='bytes'>SIZE<");
        text = Line().Replace(text, "${name}: SIZE");
        text = DetailsOfPool().Replace(text, "${start} SIZES");
        text = DetailsOfVolume().Replace(text, "${start} SIZE");
        return Blanks().Replace(Dashes().Replace(text, "----"), " ").Trim('\n') + '\n';
    }

    [GeneratedRegex(
        @"^\$ (?<command>[^\n]*)\n(?<answer>((?!\$ )[^\n]*\n)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Command();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex("<(?<name>[acmb]time)>[0-9.]+<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex("<(?<name>owner|group)>[0-9]+<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Owner();

    [GeneratedRegex("<(?<name>allocation|available) unit='bytes'>[0-9]+<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Used();

    [GeneratedRegex("(?<start><uuid>UUID</uuid>\n *)<capacity unit='bytes'>[1-9][0-9]*<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PoolSize();

    [GeneratedRegex(
        @"(?<=State: +running(\n.*)*)^(?<name>Capacity|Allocation|Available): .*$|^(?<name>Allocation): .*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^(?<start> \S+ +running +\S+ +\S+) .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DetailsOfPool();

    [GeneratedRegex(
        @"^(?<start> \S+ +@DIR@\S+ +(file|dir) +[0-9.]+ [KMG]?i?B) .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DetailsOfVolume();

    [GeneratedRegex("-{4,}", RegexOptions.None, 1000)]
    private static partial Regex Dashes();

    [GeneratedRegex("(?<=[^ \n]) {2,}|(?<=: ) +", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
