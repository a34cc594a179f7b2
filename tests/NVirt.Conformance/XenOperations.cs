using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Xen;

namespace NVirt.Conformance;

/// <summary>The operations on Xen. Their cases assume a host that has vmx, and a driver that does not nest by default.</summary>
internal static class XenOperations
{
    private static readonly CpuDefinition Host =
        CpuXml.Parse("<cpu><arch>x86_64</arch><model>Haswell-noTSX</model><feature name='vmx'/></cpu>");

    public static string? Cpuid(Case item)
    {
        XenCpuidPolicies policies = XenCpuid.ForLibxl(Guest(item), Host);
        if (item.Expect is not null)
        {
            return $"expected {item.Expect}, got policies";
        }

        string expected = string.Join(' ', item.Items("expect_cpuid").Select(Policy));
        string actual = string.Join(' ', policies.Policies);
        return actual == expected ? null : $"expected {expected}, got {actual}";
    }

    public static string? Config(Case item)
    {
        string? line = XenCpuid.ForConfig(Guest(item), XenSyntax.String).Line;
        return item.Expect is null && line == item.Text("expect_cpuid_line")
            ? null
            : $"expected {item.Expect ?? item.Text("expect_cpuid_line")}, got {line}";
    }

    private static XenGuest Guest(Case item) => XenGuest.Of(DomainDocument.Parse(item.Read("domain"), item.Text("domain")).Definition);

    private static XenCpuidPolicy Policy(JsonElement json)
    {
        string? Letters(string name) => json.TryGetProperty(name, out JsonElement letters) ? letters.GetString() : null;
        return new XenCpuidPolicy(
            json.GetProperty("leaf").GetUInt32(), json.TryGetProperty("subleaf", out JsonElement s) ? s.GetUInt32() : null)
        {
            Eax = Letters("eax"),
            Ebx = Letters("ebx"),
            Ecx = Letters("ecx"),
            Edx = Letters("edx"),
        };
    }
}
