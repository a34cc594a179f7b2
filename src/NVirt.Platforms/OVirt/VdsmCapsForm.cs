using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Linux;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.OVirt;

/// <summary>
/// The capabilities of a host of oVirt: names of Linux, names of libvirt, and models, in one list (formats.md 8). Four names are in both
/// vocabularies and mean different bits, so that nothing is known of those.
/// </summary>
internal static class VdsmCapsForm
{
    private const string Model = "model_";

    // In both vocabularies; what either can mean.
    private static readonly string[] Ambiguous = ["ssbd", "ibrs", "ibpb", "stibp"];
    private static readonly string[] Meanings = ["ssbd", "amd-ssbd", "ibrs", "ibpb", "stibp", "amd-stibp", "spec-ctrl"];

    public static PlatformForm Form { get; } = PlatformForm.WithKey("vdsm-caps", "cpuFlags", Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Json;
        string[] tokens = root.TextOf("cpuFlags")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? throw text.Refuse(root, Text.Of(Messages.Read_Missing, "cpuFlags"));
        if (tokens.Length > LinuxFlags.MaxFlags)
        {
            throw text.Refuse(root.Find("cpuFlags")!, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
        }

        // With KVM, the host is a KVM host.
        options = options with { IsKvmHost = options.IsKvmHost ?? (root.TextOf("kvmEnabled") == "true" ? true : null) };
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor)
        {
            Name = root.TextOf("hostname"),
            Vendor = tokens.Contains("vmx") ? "Intel" : tokens.Contains("svm") ? "AMD" : null,
            UsableModels =
            [
                .. tokens.Where(t => t.StartsWith(Model, StringComparison.Ordinal)).Select(t => t[Model.Length..])
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
        };
        LinuxNames names = LinuxNames.Of(statement.Space);
        LinuxFlags flags = new(statement.Space);
        FeatureSet own = default;
        foreach (string token in tokens.Where(t => !t.StartsWith(Model, StringComparison.Ordinal) && !Ambiguous.Contains(t)))
        {
            if (token == "spec_ctrl")
            {
                own |= statement.Space.SetOf("spec-ctrl");
            }
            else if (names.Find(token) < 0 && statement.Space.Find(token) is >= 0 and var place)
            {
                own.Add(place);
            }
            else
            {
                flags.Add(token);
            }
        }

        flags.Apply(statement, options);
        statement.Leave(statement.Space.SetOf(Meanings));
        statement.TurnOn(own);
        statement.Axes = statement.Axes with
        {
            TscHz = root.Find("tscFrequency")?.Unsigned() is { } hz and > 0 ? hz : null,
            TscScaling = root.Find("tscScaling")?.Truth(),
            Machines = root.Find("emulatedMachines")?.Items is { Count: > 0 } machines
                ? new StatementNames(machines.Take(LinuxFlags.MaxFlags).Select(m => m.Text)) : null,
        };
        return [statement.Build(Form.Id)];
    }
}
