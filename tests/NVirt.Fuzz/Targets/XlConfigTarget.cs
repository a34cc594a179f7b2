using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.RelaxNg;
using NVirt.Xen;

namespace NVirt.Fuzz.Targets;

/// <summary>An xl.cfg, and the CPU that it describes.</summary>
internal sealed partial class XlConfigTarget : Target
{
    public override string Name => "xl-cfg";

    public override string[] Words =>
    [
        "cpuid", "nestedhvm", " = ", " += ", "=", "+=", "\"host,sse3=1\"", "'host", "host", ",", "=1", "=0", "=x", "=k", "=s", "sse3",
            "aes", "aesni", "ssb-no",
        "family=6", "clflush", "[", "]", "['1:ecx=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0']", "\"7,0:ebx=00000000000000000000000000000000\"", "1:",
            "7,1:eax=",
        "0xd,1:", "0x80000001", "xxxxxxxx", "11111111", "eax=", "ecx=", "edx=", "\n", "\r\n", "\r", ";", "#", " ", "\t", "\"", "'", "\\",
            "\\\"", "\uFEFF", "\0",
        "a.b_1 = 0x1f\n", "cpuid = \"host\"\n", "nestedhvm = 0\n",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        Dictionary<string, CpuPolicy>? expected = XlOpinion.Of(text, out bool speaks);
        Attempt<XenConfigSource> attempt = new(() => XenConfig.Read(text, "a.cfg"));
        return attempt.Against(expected is not null, read => Compare(read, expected!, speaks));
    }

    private static string? Compare(XenConfigSource read, Dictionary<string, CpuPolicy> expected, bool speaks)
    {
        if (read.Cpu is null)
        {
            return speaks ? "no CPU, where something speaks of it" : null;
        }

        return speaks && read.Cpu.Mode == CpuMode.HostPassthrough && read.Cpu.Features.Count == expected.Count
            && read.Cpu.Features.All(f => expected.TryGetValue(f.Name, out CpuPolicy policy) && policy == f.Policy)
            ? CheckWriting(read.Cpu)
            : $"read as {read.Cpu.Features}";
    }

    // What is written for the CPU is read back the same, except for optional features and names that the map does not know.
    private static string? CheckWriting(CpuDefinition cpu)
    {
        CpuDefinition known =
            cpu with
            {
                Features =
                cpu.Features.Where(f => CpuMap.Default.FindFeature(f.Name) is { IsMsr: false } && f.Name is not ("vmx" or "svm"))
            };
        string written = XenCpuid.ForConfig(new XenGuest(known)).Format();
        return XenConfig.Read(written, "b.cfg").Cpu!.Features.OrderBy(f => f.Name, StringComparer.Ordinal)
            .SequenceEqual(known.Features.Where(f => f.Policy != CpuPolicy.Optional).OrderBy(f => f.Name, StringComparer.Ordinal))
            ? null
            : $"written as {written}";
    }
}
