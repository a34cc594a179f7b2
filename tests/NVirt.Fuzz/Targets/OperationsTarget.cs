using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>Files of any format, and every operation on their contents: an answer, or a refusal.</summary>
internal sealed class OperationsTarget : Target
{
    private static readonly CpuDefinition Host = CpuXml.Parse(
        "<cpu><arch>x86_64</arch><model>Haswell-noTSX</model><vendor>Intel</vendor><feature name='vmx'/></cpu>");

    public override string Name => "operations";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "Haswell", "EPYC", "Skylake-Client", "Intel", "AMD", "vmx", "hle", "avx512f",
        "<feature policy='disable' name='hle'/>",
        "<feature policy='optional' name='avx2'/>", "<arch>mips</arch>", "<arch>i686</arch>", "<cpudata arch='x86'>", "</cpudata>",
        "<cpuid eax_in='1' edx='1'/>", "CPU:\n", "0x00000001 0x00: eax=0x000206c2 ebx=0x00010800 ecx=0x0298220b edx=0x0febfbff\n",
    ];

    public override Outcome Check(byte[] input)
    {
        Attempt<IReadOnlyList<CpuSource>> attempt = new(() => CpuReader.Read(input, "a file"));
        Outcome outcome = attempt.Against(accepts: null, cpus => cpus.Count > 0 ? null : "no CPU");
        foreach (CpuSource cpu in attempt.Value ?? [])
        {
            Attempt<CpuDefinition> decoded = new(() => cpu.ToDefinition());
            outcome = new Outcome(
                outcome.Signature + decoded.Signature, outcome.Problem ?? decoded.Against(accepts: null, _ => null).Problem);
            if (decoded.Value is not { } definition)
            {
                continue;
            }

            foreach (Attempt<object> answer in Answers(cpu, definition))
            {
                outcome = new Outcome(
                    outcome.Signature + answer.Signature, outcome.Problem ?? answer.Against(accepts: null, _ => null).Problem);
            }
        }

        return outcome;
    }

    private static IEnumerable<Attempt<object>> Answers(CpuSource source, CpuDefinition cpu)
    {
        Attempt<CpuDriver> driver = new(() => CpuDriver.For(cpu.Arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : cpu.Arch));
        if (driver.Value is not { } d)
        {
            yield break;
        }

        yield return new(() => d.Compare(Host, cpu));
        yield return new(() => d.Compare(cpu, new CpuDefinition { Model = "Nehalem" }, source.Unknown));
        yield return new(() => d.Compare(cpu, cpu).Refusal?.Message ?? string.Empty);
        yield return new(() => d.Update(cpu, Host));
        yield return new(() => d.Guest(Host, cpu));
        yield return new(() => d.Guest(cpu, new CpuDefinition { Mode = CpuMode.HostModel }));
        yield return new(() => d.Baseline([cpu, Host]));
        yield return new(() => d.ExpandFeatures(cpu));
        yield return new(() => d.ConvertLegacy(cpu));
        yield return new(() => (object?)d.Suggest(Host, cpu) ?? string.Empty);
        yield return new(() => d.Encode(cpu));
        yield return new(() => (object?)d.UpdateLive(cpu, source.Data ?? X86CpuData.Empty, null) ?? string.Empty);
        yield return new(() => CpuXmlTarget.RoundTrip(cpu) is { } problem ? throw new InvalidOperationException(problem) : string.Empty);
    }
}
