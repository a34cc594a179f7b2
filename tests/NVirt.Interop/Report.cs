using System.Text;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// The result of a run of random cases: how often each outcome occurred, and the first cases in which we differ from libvirt.
/// </summary>
internal sealed class Report
{
    private const int MostShown = 5;

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly StringBuilder _differences = new();
    private int _differing;

    public void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    /// <summary>Counts a difference, unless there is none.</summary>
    public void Compare(string libvirt, string ours, Func<string> describeCase)
    {
        if (libvirt == ours || ++_differing > MostShown)
        {
            return;
        }

        _differences.Append(describeCase()).Append("\nlibvirt: ").Append(libvirt).Append("\nNVirt:   ").Append(ours).Append("\n\n");
    }

    /// <summary>Prints the counts with the seed, and fails if there were differences.</summary>
    public void Finish(string what)
    {
        string summary = $"{what}, seed {RunSettings.Seed}: {string.Join(", ", _outcomes.Select(o => $"{o.Value} {o.Key}"))}";
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        Assert.True(_differing == 0, $"{summary}\n{_differing} differences, the first of them:\n{_differences}");
    }

    /// <summary>Fails if the cases were too similar to be meaningful.</summary>
    public void RequireEach(int least, params ReadOnlySpan<string> outcomes)
    {
        foreach (string outcome in outcomes)
        {
            Assert.True(_outcomes.GetValueOrDefault(outcome) >= least, $"seldom met: {outcome} (seed {RunSettings.Seed})");
        }
    }
}
