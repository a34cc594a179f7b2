using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Qemu.Tests.Map;

/// <summary>A feature that a model has on one side only.</summary>
/// <param name="Model">The model.</param>
/// <param name="Feature">The feature, by the map's name.</param>
/// <param name="Side">Which side has it: <c>map</c> or <c>QEMU</c>.</param>
internal readonly record struct Difference(string Model, string Feature, string Side)
{
    /// <summary>
    /// All differences between QEMU's models and those of the same name in the map, and how many pairs of model and feature were compared.
    /// </summary>
    public static (HashSet<Difference> Differences, int Compared) Between(CpuMap map, IEnumerable<QemuCpu> cpus)
    {
        HashSet<Difference> differences = [];
        int compared = 0;
        foreach (QemuCpu cpu in cpus)
        {
            CpuModelInfo? model = map.FindModel(cpu.Name);
            HashSet<string> features = model is null ? [] : [.. model.Features, .. Added(map, model)];
            foreach (string feature in map.Features(CpuArchitecture.X86_64).Select(f => f.Name))
            {
                bool isInMap = features.Contains(feature);
                if (isInMap || cpu.Properties.ContainsKey(feature))
                {
                    compared++;
                }

                if (isInMap != cpu.Has(feature))
                {
                    differences.Add(new Difference(cpu.Name, feature, isInMap ? "map" : "QEMU"));
                }
            }
        }

        return (differences, compared);
    }

    public override string ToString() => $"{Model}: only {Side} has {Feature}";

    // The lists of added features use the names for guests, not the canonical ones.
    private static IEnumerable<string> Added(CpuMap map, CpuModelInfo model) => map.Models(CpuArchitecture.X86_64)
        .Where(m => m.Name == model.Name || m.CanonicalName == model.Name)
        .SelectMany(m => m.AddedFeatures);
}
