using System.Diagnostics;
using System.Globalization;

namespace NVirt.Benchmarks;

/// <summary>How much of the processors the programs of a measurement used, by the name of the program (Linux, from /proc).</summary>
internal sealed class ProcessorShares
{
    private const double TicksPerSecond = 100;

    private readonly string[] _names;
    private readonly Dictionary<string, double> _before;
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <param name="names">The programs, as the kernel calls them.</param>
    public ProcessorShares(params string[] names)
    {
        _names = names;
        _before = Used();
    }

    /// <summary>What was used since, in processors.</summary>
    public override string ToString()
    {
        double seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        Dictionary<string, double> now = Used();
        return "processors: " + string.Join(", ", now.Select(u => string.Create(
            CultureInfo.InvariantCulture, $"{u.Key} {(u.Value - _before.GetValueOrDefault(u.Key)) / seconds:f2}")));
    }

    private Dictionary<string, double> Used()
    {
        Dictionary<string, double> used = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                // The name stands in brackets; user and system time are the 12th and 13th field after it.
                string stat = File.ReadAllText(folder + "/stat");
                string name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
                string who = folder.EndsWith($"/{Environment.ProcessId}", StringComparison.Ordinal) ? "sender" : name;
                if (who == "sender" || _names.Contains(name))
                {
                    string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    double time = double.Parse(fields[11], CultureInfo.InvariantCulture)
                        + double.Parse(fields[12], CultureInfo.InvariantCulture);
                    used[who] = used.GetValueOrDefault(who) + (time / TicksPerSecond);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return used;
    }
}
