using System.Globalization;
using System.Text;
using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// What makes two statements one class, as text that can be kept: two statements have the same text exactly if no question can tell them
/// apart. Features are named, so a text outlives the map by which it was made.
/// </summary>
public static class StatementKey
{
    /// <summary>The text of a statement.</summary>
    public static string Of(CpuStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        StringBuilder text = new();
        Add("subject", statement.Subject);
        Add("truth", statement.Truth);
        Add("arch", statement.Arch.ToName());
        Add("vendor", statement.Vendor);
        Add("class", statement.Class);
        Add("yes", string.Join(' ', statement.Bits.Yes));
        Add("no", string.Join(' ', statement.Bits.No));
        if (statement.Subject == StatementSubject.Host)
        {
            Add("signature", statement.Signature);
            Add("models", Escaped(statement.UsableModels));
        }
        else
        {
            Add("form", statement.Form);
            Add("model", statement.Model);
            Add("match", statement.Definition?.Match);
            Add("wanted", statement.Definition?.Vendor);
            Add("policies", Escaped(statement.Policies.Select(p => $"{p.Policy}:{p.Name}")));
        }

        AxesOf(statement.Axes);
        return text.ToString();

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                text.Append(name).Append('=')
                    .Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty)).Append('\n');
            }
        }

        // The microcode decides nothing by itself (fleet-rules.md 8), and so it is not there.
        void AxesOf(StatementAxes axes)
        {
            Add(nameof(axes.PhysBits), axes.PhysBits);
            Add(nameof(axes.GuestPhysBits), axes.GuestPhysBits);
            Add(nameof(axes.HostPhysBits), axes.HostPhysBits);
            Add(nameof(axes.MaxPhysBits), axes.MaxPhysBits);
            Add(nameof(axes.TscHz), axes.TscHz);
            Add(nameof(axes.TscScaling), axes.TscScaling);
            Add(nameof(axes.Level), axes.Level);
            Add(nameof(axes.ExtendedLevel), axes.ExtendedLevel);
            Add(nameof(axes.ClflushSize), axes.ClflushSize);
            Add(nameof(axes.Hidden), axes.Hidden);
            Add(nameof(axes.Enforce), axes.Enforce);
            Add(nameof(axes.Migratable), axes.Migratable);
            Add(nameof(axes.Pmu), axes.Pmu);
            Add(nameof(axes.EncryptionBits), axes.EncryptionBits);
            if (axes.Xsave is { } xsave)
            {
                Add(nameof(axes.Xsave), $"{xsave.User} {xsave.Supervisor} {xsave.Size} {string.Join(',', xsave.Places)}");
            }

            Add(nameof(axes.Counters), axes.Counters);
            Add(nameof(axes.LbrFormat), axes.LbrFormat);
            Add(nameof(axes.LbrDepths), axes.LbrDepths);
            Add(nameof(axes.Avx10Version), axes.Avx10Version);
            Add(nameof(axes.HyperV), axes.HyperV is { } hyperV ? Escaped(hyperV.Names) : null);
            Add(nameof(axes.Paravirtual), axes.Paravirtual is { } paravirtual ? Escaped(paravirtual.Names) : null);
            Add(nameof(axes.Machine), axes.Machine);
            Add(nameof(axes.Machines), axes.Machines is { } machines ? Escaped(machines.Names) : null);
            Add(nameof(axes.QemuVersion), axes.QemuVersion);
            Add(nameof(axes.CacheMode), axes.CacheMode);
            Add(nameof(axes.TopologyLeaves), axes.TopologyLeaves);
            Add(nameof(axes.UnnamedSet), axes.UnnamedSet);
            Add(nameof(axes.UnnamedClear), axes.UnnamedClear);
        }
    }

    /// <summary>The truth that a text tells.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static StatementTruth TruthOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        const string name = "\ntruth=";
        int from = key.IndexOf(name, StringComparison.Ordinal);
        int to = from < 0 ? -1 : key.IndexOf('\n', from + name.Length);
        return to >= 0 && Enum.TryParse(key.AsSpan(from + name.Length, to - from - name.Length), out StatementTruth truth) ? truth
            : throw new FormatException();
    }

    // A name of a hostile document may hold anything: no two lists give one text.
    private static string Escaped(IEnumerable<string> names) =>
        string.Join(' ', names.Select(n => Escape(n).Replace(" ", "%20", StringComparison.Ordinal)));

    private static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal);
}
