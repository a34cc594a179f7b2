using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz;

/// <summary>
/// Runs one target: first the regressions, then the corpus, then mutations until the time is up or enough were tried. Findings are
/// minimized and written to the folder of regressions.
/// </summary>
internal sealed class Fuzzer(Target target, int seed)
{
    private const int MaxPool = 4000;
    private const int MaxFindings = 5;
    private const int LongestInPool = 4 * 1024;
    private const int AttemptsIfSlow = 2;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(30);

    private readonly List<byte[]> _pool = [];
    private readonly HashSet<string> _signatures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);
    private byte[] _current = [];
    private long _executions;

    /// <summary>Runs it, and prints a line about it.</summary>
    /// <returns>Whether nothing was found.</returns>
    public bool Run(TimeSpan time, long executions)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (string folder in new[] { "regressions", "corpus" })
        {
            foreach (string file in Files(folder))
            {
                Try(File.ReadAllBytes(file), Path.GetRelativePath(Root(), file));
            }
        }

        // Every target has its own time, so that choices depend only on the seed and the answers.
        Random random = new(seed);
        Mutator mutator = new(random, target.Words);
        while (_executions < executions && Stopwatch.GetElapsedTime(start) < time && _findings.Count < MaxFindings)
        {
            Try(mutator.Mutate(Pick(random), Pick(random)), file: null);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(
            $"{target.Name}: {_executions} executions in {seconds:0.0} s, {_signatures.Count} kinds of answers, {_findings.Count} "
                + $"findings");
        return _findings.Count == 0;
    }

    private byte[] Pick(Random random) => _pool.Count == 0 ? [] : _pool[random.Next(_pool.Count)];

    private void Try(byte[] input, string? file)
    {
        _executions++;
        Outcome outcome = Check(input);
        bool isNew = _signatures.Add(outcome.Signature) && _pool.Count < MaxPool;
        if ((isNew || file is not null) && input.Length <= LongestInPool)
        {
            _pool.Add(input);
        }

        if (outcome.Problem is { } problem && _findings.Add(outcome.Signature))
        {
            file ??= Save(Shrink(input, outcome.Signature));
            Console.WriteLine($"FAILED {target.Name}: {file}: {problem.ReplaceLineEndings(" ")}");
        }
    }

    private Outcome Check(byte[] input)
    {
        _current = input;
        long start = Stopwatch.GetTimestamp();
        using Timer watchdog = new(_ => GiveUp(), state: null, Hung, Timeout.InfiniteTimeSpan);
        Outcome outcome = Answer(input);
        for (int attempt = 0; Stopwatch.GetElapsedTime(start) > Slow; attempt++)
        {
            if (attempt == AttemptsIfSlow)
            {
                return new Outcome("slow", $"took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
            }

            // Once can be the machine.
            start = Stopwatch.GetTimestamp();
            outcome = Answer(input);
        }

        return outcome;
    }

    private Outcome Answer(byte[] input)
    {
        try
        {
            return target.Check(input);
        }
#pragma warning disable CA1031 // Any undocumented exception of a parser is a finding.
        catch (Exception crash)
        {
            string where = crash.StackTrace?.Split('\n')[0].Trim() ?? string.Empty;
            return new Outcome($"{crash.GetType().Name} {where}", $"{crash.GetType().Name} {where}: {crash.Message}");
        }
#pragma warning restore CA1031
    }

    // A thread that hangs cannot be stopped: save its input, and end.
    private void GiveUp()
    {
        Console.WriteLine($"FAILED {target.Name}: {Save(_current)}: no answer after {Hung.TotalSeconds} s");
        Console.WriteLine("0 passed, 1 failed");
        Environment.Exit(1);
    }

    // Removes parts, large ones first, as long as the same problem remains.
    private byte[] Shrink(byte[] input, string signature)
    {
        for (int part = input.Length / 2; part > 0; part /= 2)
        {
            for (int at = 0; at + part <= input.Length;)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + part)];
                Outcome outcome = Check(shorter);
                bool isSame = outcome.Problem is not null && outcome.Signature == signature;
                input = isSame ? shorter : input;
                at += isSame ? 0 : part;
            }
        }

        return input;
    }

    private string Save(byte[] input)
    {
        string folder = Path.Combine(Root(), "regressions", target.Name);
        string file = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..12]);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, input);
        return Path.GetRelativePath(Root(), file);
    }

    private IEnumerable<string> Files(string kind)
    {
        string folder = Path.Combine(Root(), kind, target.Name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
