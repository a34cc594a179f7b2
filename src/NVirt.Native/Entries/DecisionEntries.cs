using System.Runtime.InteropServices;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Native.Entries;

/// <summary>Operations that make a CPU of others: nvirt.h says what each function does.</summary>
internal static unsafe class DecisionEntries
{
    private const uint Migratable = 1;
    private const uint Features = 2;
    private const uint ForGuests = 4;
    private const uint AsGuest = 8;

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_baseline")]
    public static int Baseline(nint* cpus, nuint count, byte* models, nuint length, uint flags, nint* cpu) => Make(cpu, () =>
    {
        Given.Flags(flags, Migratable | Features | ForGuests);
        NativeCpu[] given = Given.Cpus(cpus, count, "cpus");
        CpuBaselineOptions options = new()
        {
            Models = Given.Models(models, length),
            Migratable = (flags & Migratable) != 0,
            ForGuests = (flags & ForGuests) != 0,
        };
        CpuDriver driver = CpuDriver.ForGuest(given[0].Definition, host: null, given[0].Map);
        CpuSource[] decoded = [.. given.Select(c => c.Decoded)];
        return (CpuDecisions.Baseline(driver, decoded, options, (flags & Features) != 0), given[0].Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_update")]
    public static int Update(nint guest, nint host, uint flags, nint* cpu) => Make(cpu, () =>
    {
        Given.Flags(flags, Migratable);
        (NativeCpu asked, NativeCpu offered, CpuDriver driver) = Pair(guest, host);
        return (CpuDecisions.Update(driver, asked.Definition, offered.Decoded, (flags & Migratable) != 0), asked.Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_guest")]
    public static int Guest(nint guest, nint host, byte* models, nuint length, nint* cpu) => Make(cpu, () =>
    {
        (NativeCpu asked, NativeCpu offered, CpuDriver driver) = Pair(guest, host);
        return (CpuDecisions.Guest(driver, asked.Definition, offered.Decoded, Given.Models(models, length)), asked.Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_decode")]
    public static int Decode(nint cpu, byte* models, nuint length, uint flags, nint* decoded) => Make(decoded, () =>
    {
        Given.Flags(flags, AsGuest);
        NativeCpu of = Given.Cpu(cpu, "cpu");
        CpuDefinition stub = (flags & AsGuest) != 0 ? new CpuDefinition { Fallback = CpuFallback.Forbid }
            : CpuDefinition.NewHost(of.Source.Arch);
        return (of.Source.Decode(stub, Given.Models(models, length), of.Map), of.Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_expand")]
    public static int Expand(nint cpu, uint flags, nint* expanded) => Make(expanded, () =>
    {
        Given.Flags(flags, Migratable);
        NativeCpu of = Given.Cpu(cpu, "cpu");
        CpuDriver driver = CpuDriver.ForGuest(of.Definition, host: null, of.Map);
        CpuDefinition all = driver.ExpandFeatures(of.Definition);
        return ((flags & Migratable) != 0 ? driver.CopyMigratable(all) : all, of.Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_translate")]
    public static int Translate(nint cpu, byte* models, nuint length, nint* translated) => Make(translated, () =>
    {
        NativeCpu of = Given.Cpu(cpu, "cpu");
        CpuDriver driver = CpuDriver.ForGuest(of.Definition, host: null, of.Map);
        return (driver.Translate(of.Definition, Given.Models(models, length)), of.Map);
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_encode")]
    public static int Encode(nint cpu, nint host, byte** xml, nuint* length) => NativeCall.Run(() =>
    {
        Returned.Prepare(xml, length, "xml");
        NativeCpu of = Given.Cpu(cpu, "cpu");
        Returned.Write(CpuDataXml.Format(Encode(of, host)), xml, length);
        return CpuAnswer.Yes;
    });

    private static CpuEncoding Encode(NativeCpu cpu, nint host)
    {
        if (host != 0)
        {
            NativeCpu offered = Given.Cpu(host, "host");
            Given.SameMap(cpu, offered);
            CpuDriver driver = CpuDriver.ForGuest(cpu.Definition, host: null, cpu.Map);
            return driver.Encode(CpuDecisions.Update(driver, cpu.Definition, offered.Decoded, migratable: false));
        }

        return cpu.Source is { Definition: null, Data: { } data } ? CpuDriver.For(data.Arch, cpu.Map).Encode(data)
            : CpuDriver.ForGuest(cpu.Definition, host: null, cpu.Map).Encode(cpu.Definition);
    }

    private static (NativeCpu Guest, NativeCpu Host, CpuDriver Driver) Pair(nint guest, nint host)
    {
        NativeCpu asked = Given.Cpu(guest, "guest");
        NativeCpu offered = Given.Cpu(host, "host");
        Given.SameMap(asked, offered);
        return (asked, offered, CpuDriver.ForGuest(asked.Definition, offered.Definition, asked.Map));
    }

    private static int Make(nint* cpu, Func<(CpuDefinition Cpu, CpuMap Map)> make) => NativeCall.Run(() =>
    {
        Returned.Prepare(cpu, "cpu");
        (CpuDefinition made, CpuMap map) = make();
        *cpu = Handles.Add(new NativeCpu(new CpuSource(made), map));
        return CpuAnswer.Yes;
    });
}
