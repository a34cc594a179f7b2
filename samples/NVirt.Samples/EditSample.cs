using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Samples;

/// <summary>Another CPU for a domain; all the rest of the document stays as it is, to the last blank.</summary>
public static class EditSample
{
    /// <summary>Writes a domain with a feature more.</summary>
    public static async Task RunAsync(string domain, string feature, TextWriter output, CancellationToken cancellation = default)
    {
        DomainDocument document = await DomainDocument.ReadFileAsync(domain, cancellation);
        CpuDefinition cpu = document.Definition.Cpu ?? new CpuDefinition { Mode = CpuMode.HostModel };
        CpuFeatureList features = CpuFeatureList.Create([.. cpu.Features, CpuFeature.Parse(feature)]);
        await output.WriteAsync(document.WithCpu(cpu with { Features = features }).Text);
    }
}
