using System.Globalization;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class LiveCpuidTests
{
    [Fact]
    public void The_live_processor_answers_as_the_program_cpuid_says_on_the_same_one()
    {
        Needs.Linux("only Linux binds threads to processors");
        Needs.Program("taskset", "util-linux");
        Needs.Program("cpuid", "cpuid");
        int cpu = LinuxProcessors.Allowed()[^1];
        X86CpuData? live = null;
        new LinuxProcessors().RunOnEach(c => live = c == cpu ? X86CpuidReader.Read(LiveCpuid.Open()).Data : live);
        byte[] text = Peer.Output("taskset", "-c", cpu.ToString(CultureInfo.InvariantCulture), "cpuid", "-1", "-r");
        X86CpuData program = (X86CpuData)RegisterDump.Read(new DumpText(text, "cpuid"), new CpuidRawLine())[0].Data!;
        int compared = 0;
        foreach (X86Item item in live!.Items.Where(i => program.Cpuid(i.Leaf, i.Subleaf) is not null))
        {
            Assert.Equal(Stable(program.Cpuid(item.Leaf, item.Subleaf)!.Value), Stable(item));
            compared++;
        }

        Assert.True(compared > 10);
        Assert.Equal(X86Projection.FeaturesOf(FakeCpuid.Map, program), X86Projection.FeaturesOf(FakeCpuid.Map, live));
    }

    // APIC ids differ between processors, and some hypervisors assign them arbitrarily; the rest must match exactly.
    private static X86Item Stable(X86Item item) => item.Leaf switch
    {
        0x1 => item with { Ebx = item.Ebx & 0x00ffffff },
        0xb or 0x1f => item with { Edx = 0 },
        0x8000001e => item with { Eax = 0 },
        _ => item,
    };
}
