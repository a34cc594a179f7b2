using System.Text.Json;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Testing;

namespace NVirt.Domains.Tests.Documents;

public class SharedDomainTests
{
    [Fact]
    public void Every_shared_domain_that_libvirt_reads_stays_as_it_is()
    {
        HashSet<string> refusedByLibvirt = [.. Cases().Where(c => c.IsError).Select(c => c.Domain)];
        int read = 0;
        int refused = 0;
        foreach ((string file, string text) in Domains())
        {
            try
            {
                DomainDocument document = DomainDocument.Parse(text, file);
                Assert.Equal(text, document.Text);
                read++;
            }
            catch (CpuException e)
            {
                Assert.StartsWith(file + ":", e.Message, StringComparison.Ordinal);
                Assert.Contains(Path.GetFileName(file), refusedByLibvirt);
                TestContext.Current.TestOutputHelper?.WriteLine(e.Message);
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused");
        Assert.InRange(read, 200, int.MaxValue);
    }

    [Fact]
    public void An_edit_there_and_back_leaves_no_trace()
    {
        foreach ((string file, string text) in Domains())
        {
            if (TryParse(text) is not { Definition: { Name: { } name, Os.Machine: { } machine } } document)
            {
                continue;
            }

            DomainDocument edited = document.WithName("other").WithMachine("other").WithId(1).WithUuid(Guid.Empty);
            Assert.Equal(("other", "other"), (edited.Definition.Name, edited.Definition.Os.Machine));
            DomainDocument back = edited.WithName(name).WithMachine(machine).WithId(document.Definition.Id)
                .WithUuid(document.Definition.Uuid!.Value);
            Assert.True(text == back.Text, $"{file} became\n{back.Text}");
        }
    }

    [Fact]
    public void Another_cpu_changes_nothing_else()
    {
        CpuDefinition cpu = new() { Model = "m", VendorId = "GenuineIntel" };
        foreach ((string file, string text) in Domains())
        {
            if (TryParse(text) is { } document)
            {
                DomainDocument edited = document.WithCpu(cpu);
                Assert.Equal(cpu, edited.Definition.Cpu);
                Assert.True(document.WithCpu(null).Text == edited.WithCpu(null).Text, file);
                Assert.Equal(document.Uninterpreted.Select(p => p.Path).Where(IsNotCpu), edited.Uninterpreted.Select(p => p.Path));
            }
        }
    }

    private static bool IsNotCpu(string path) => !path.StartsWith("/domain/cpu/", StringComparison.Ordinal);

    private static DomainDocument? TryParse(string text)
    {
        try
        {
            return DomainDocument.Parse(text);
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static IEnumerable<(string File, string Text)> Domains() =>
        Directory.EnumerateFiles(Places.Shared("conformance", "data"), "*.xml")
            .Where(f => Path.GetFileName(f).Split('-')[0] is "domain" or "xen" or "xl")
            .Order(StringComparer.Ordinal)
            .Select(f => (f, File.ReadAllText(f)));

    private static IEnumerable<(string Domain, bool IsError)> Cases()
    {
        foreach (string line in File.ReadLines(Places.Shared("conformance", "cases.jsonl")))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("domain", out JsonElement domain))
            {
                bool isError = json.RootElement.TryGetProperty("expect", out JsonElement expect) && expect.ValueEquals("error");
                yield return (Path.GetFileName(domain.GetString()!), isError);
            }
        }
    }
}
