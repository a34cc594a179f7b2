using System.Text.RegularExpressions;
using NVirt.Cpu;

namespace NVirt.Domains.Tests.Domain;

public partial class SharedDomainTests
{
    [Fact]
    public void Every_shared_domain_stays_as_it_is()
    {
        int read = 0;
        List<string> refused = [];
        Dictionary<string, int> uninterpreted = [];
        foreach (string file in Files())
        {
            string text = File.ReadAllText(file);
            try
            {
                DomainDocument document = DomainDocument.Parse(text, file);
                Assert.Equal(text, document.Text);
                read++;
                foreach (UninterpretedPart part in document.Uninterpreted)
                {
                    string path = Numbers().Replace(part.Path, string.Empty);
                    uninterpreted[path] = uninterpreted.GetValueOrDefault(path) + 1;
                }
            }
            catch (CpuException e)
            {
                Assert.StartsWith(file + ":", e.Message, StringComparison.Ordinal);
                refused.Add(e.Message[file.Length..]);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused.Count} refused:\n{string.Join('\n', refused)}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', uninterpreted.OrderBy(u => u.Key, StringComparer.Ordinal)));
        Assert.InRange(read, 200, int.MaxValue);
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Places.Shared("conformance", "data"), "*.xml")
        .Where(f => Path.GetFileName(f).Split('-')[0] is "domain" or "xen" or "xl").Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();
}
