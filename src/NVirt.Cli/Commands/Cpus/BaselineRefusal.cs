using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>Says which files a refused baseline is about, and what there is instead.</summary>
internal static class BaselineRefusal
{
    /// <summary>The refusal with the names of files.</summary>
    /// <param name="session">The command.</param>
    /// <param name="inputs">What the baseline was to be made of.</param>
    /// <param name="refused">What was said.</param>
    /// <param name="baseline">Makes a baseline of some of the CPUs.</param>
    public static CpuException Of(
        Session session, BaselineInputs inputs, CpuException refused, Func<BaselineInputs, CpuDefinition> baseline) => refused.At(
        refused.Refusal.Reasons[0].Rule switch
        {
            CpuRule.VendorsDiffer when Vendors(session, inputs) is { Length: > 1 } vendors => OfVendors(session, inputs, vendors, baseline),
            CpuRule.ArchitecturesDiffer =>
                Text.Of(Messages.Baseline_Architectures, Listed(Groups(inputs, i => inputs.Cpus[i].Arch.ToName()), inputs)),
            CpuRule.VendorsDiffer or CpuRule.NothingInCommon =>
                Text.Of(Messages.Error_In, string.Join(", ", [.. inputs.Names, .. inputs.Words.Select(w => w.File)]), refused.Message),
            _ => Culprit(session, inputs) is { } name ? Text.Of(Messages.Error_In, name, refused.Message) : refused.Message,
        });

    // No guest moves between vendors, so each gets a baseline of its own.
    private static string OfVendors(
        Session session, BaselineInputs inputs, IGrouping<string, int>[] vendors, Func<BaselineInputs, CpuDefinition> baseline)
    {
        foreach (IGrouping<string, int> vendor in vendors)
        {
            BaselineInputs part = inputs.Only([.. vendor]);
            if (Try(part, baseline) is { } cpu)
            {
                session.Problem(
                    Text.Of(Messages.Baseline_OfVendor, vendor.Key, string.Join(", ", part.Names), cpu.Model, cpu.Features.Count));
            }
        }

        return Text.Of(Messages.Baseline_Vendors, Listed(vendors, inputs));
    }

    private static CpuDefinition? Try(BaselineInputs part, Func<BaselineInputs, CpuDefinition> baseline)
    {
        try
        {
            return baseline(part);
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static IGrouping<string, int>[] Vendors(Session session, BaselineInputs inputs) =>
        Groups(inputs, i => VendorOf(session, inputs.Cpus[i].Definition!) ?? Messages.Word_NoVendor);

    private static string? VendorOf(Session session, CpuDefinition cpu) =>
        cpu.Vendor ?? (cpu.Model is null ? null : Input.Inputs.Driver(session, cpu).VendorForModel(cpu.Model));

    /// <summary>The one CPU that is refused by itself.</summary>
    private static string? Culprit(Session session, BaselineInputs inputs)
    {
        for (int i = 0; i < inputs.Cpus.Count; i++)
        {
            CpuDefinition cpu = inputs.Cpus[i].Definition!;
            try
            {
                Input.Inputs.Driver(session, cpu).Advanced.Resolve(cpu);
            }
            catch (CpuException)
            {
                return inputs.Names[i];
            }

            if (cpu.Model is null)
            {
                return inputs.Names[i];
            }
        }

        return null;
    }

    private static IGrouping<string, int>[] Groups(BaselineInputs inputs, Func<int, string> key) =>
        [.. Enumerable.Range(0, inputs.Cpus.Count).GroupBy(key, StringComparer.Ordinal)];

    private static string Listed(IEnumerable<IGrouping<string, int>> groups, BaselineInputs inputs) =>
        string.Join("; ", groups.Select(g => $"{g.Key}: {string.Join(", ", g.Select(i => inputs.Names[i]))}"));
}
