using NVirt.Cpu.Xml;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Xml;

public class SharedDocumentTests
{
    [Fact]
    public void Every_shared_document_is_read_and_written_without_a_difference()
    {
        int cpus = 0;
        int refused = 0;
        foreach (string file in Directory.EnumerateFiles(Places.Shared("conformance", "data"), "*.xml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(file);
            if (!text.Contains("<cpu", StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                foreach (CpuDocument document in CpuDocuments.Parse(text, file))
                {
                    AssertStable(document);
                    cpus++;
                }
            }
            catch (CpuException e)
            {
                // Some cases are documents that libvirt refuses too; what they are refused for has a place in them.
                Assert.StartsWith(file + ":", e.Message, StringComparison.Ordinal);
                TestContext.Current.TestOutputHelper?.WriteLine(e.Message);
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cpus} CPUs, {refused} refused");
        Assert.InRange(cpus, 300, int.MaxValue);
    }

    private static void AssertStable(CpuDocument document)
    {
        if (document.Data is { } data)
        {
            string written = CpuDataXml.Format(data);
            Assert.Equal(written, CpuDataXml.Format(CpuDataXml.Parse(written)));
            Assert.True(data.Covers(CpuDataXml.Parse(written)));
        }
        else if (document.Definition is { } cpu && CpuXml.Format(cpu) is { Length: > 0 } written)
        {
            CpuDefinition read = CpuXml.Parse(written, cpu.Type);
            Assert.Equal(written, CpuXml.Format(read));
            Assert.Equal(Sayable(cpu), read with { Numa = null });
        }
    }

    // Modes where the host decides print no model (cpu-rules.md 1.3), and a custom CPU without a model prints no attributes.
    private static CpuDefinition Sayable(CpuDefinition cpu) => (cpu with { Numa = null }) switch
    {
        { Mode: CpuMode.HostPassthrough or CpuMode.Maximum } c => c with { Model = null, Vendor = null, Match = CpuMatch.Exact },
        { Mode: CpuMode.HostModel, Model: null } c => c with { Match = CpuMatch.Exact, Fallback = CpuFallback.Allow },
        { Mode: CpuMode.HostModel } c => c with { Match = CpuMatch.Exact },
        { Mode: CpuMode.Custom, Model: null } c =>
            c with { Match = CpuMatch.Exact, Check = CpuCheck.Default, Fallback = CpuFallback.Allow, DeprecatedFeatures = null },
        var c => c,
    };
}
