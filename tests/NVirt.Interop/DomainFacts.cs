using System.Globalization;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>What NVirt reads from a domain, in the form in which libvirt prints it.</summary>
internal sealed class DomainFacts
{
    private readonly List<string> _facts = [];

    public static string Of(DomainDefinition domain)
    {
        DomainFacts facts = new();
        facts.AddFrame(domain);
        facts.AddVcpus(domain.Vcpus);
        facts.AddOs(domain);
        facts.AddFeatures(domain.Features);
        facts.AddClock(domain.Clock);
        foreach (DiskDevice disk in domain.Devices.Of<DiskDevice>())
        {
            facts.AddDisk(disk);
        }

        return Facts.Sorted(facts._facts);
    }

    // libvirt gives every domain a UUID, and a balloon that is not larger than the memory.
    private void AddFrame(DomainDefinition domain)
    {
        DomainMemory memory = domain.Memory;
        ulong total = memory.TotalKiB ?? domain.InitialMemoryKiB ?? 0;
        ulong current = memory.CurrentKiB is { } c and > 0 && c < total ? c : total;
        Add("name", domain.Name);
        Add("memory", Number(total), ("unit", "KiB"));
        Add("currentMemory", Number(current), ("unit", "KiB"));
        AddIf(memory.MaximumKiB is not null, "maxMemory", Number(memory.MaximumKiB), ("slots", Number(memory.Slots)), ("unit", "KiB"));
        AddIf(domain.Uuid is not null, "uuid", domain.Uuid.ToString());
        AddIf(domain.IoThreads > 0, "iothreads", Number(domain.IoThreads));
        Add("on_poweroff", domain.Endings.OnPoweroff);
        Add("on_reboot", domain.Endings.OnReboot);
        Add("on_crash", domain.Endings.OnCrash);
        AddIf(domain.Power != new DomainPower(), "pm", string.Empty);
        AddIf(domain.Power.SuspendToMemory is not null, "pm/suspend-to-mem", string.Empty,
            ("enabled", YesNo(domain.Power.SuspendToMemory)));
        AddIf(domain.Power.SuspendToDisk is not null, "pm/suspend-to-disk", string.Empty, ("enabled", YesNo(domain.Power.SuspendToDisk)));
        AddIf(domain.Devices.Emulator is not null, "emulator", domain.Devices.Emulator);
    }

    // libvirt lists all of them if one is listed.
    private void AddVcpus(DomainVcpus vcpus)
    {
        Add(
            "vcpu",
            Number(vcpus.Maximum),
            ("placement", vcpus.Placement ?? "static"),
            ("cpuset", vcpus.CpuSet.IsEmpty ? null : Set(vcpus.CpuSet)),
            ("current", vcpus.Current == vcpus.Maximum ? null : Number(vcpus.Current)));
        if (vcpus.List.IsEmpty)
        {
            return;
        }

        Add("vcpus", string.Empty);
        for (uint id = 0; id < vcpus.Maximum; id++)
        {
            DomainVcpu vcpu =
                vcpus.List.FirstOrDefault(v => v.Id == id, new DomainVcpu(id, IsEnabled: false, IsHotpluggable: true, Order: null));
            Add(
                "vcpus/vcpu",
                string.Empty,
                ("id", Number(id)),
                ("enabled", YesNo(vcpu.IsEnabled)),
                ("hotpluggable", YesNo(vcpu.IsHotpluggable)),
                ("order", Number(vcpu.Order)));
        }
    }

    private void AddOs(DomainDefinition domain)
    {
        DomainOs os = domain.Os;
        Add("os", string.Empty, ("firmware", os.Firmware));
        Add("os/type", os.Type, ("arch", os.Arch.ToName()), ("machine", os.Machine));
        if (os.Loader is { } l)
        {
            Add("os/loader", l.Path, ("readonly", YesNo(l.IsReadOnly)), ("secure", YesNo(l.IsSecure)), ("type", l.Type));
        }

        AddIf(os.Nvram is not null, "os/nvram", os.Nvram?.Path, ("template", os.Nvram?.Template));
        AddIf(os.Kernel is not null, "os/kernel", os.Kernel);
        AddIf(os.Initrd is not null, "os/initrd", os.Initrd);
        AddIf(os.CommandLine is not null, "os/cmdline", os.CommandLine);
        AddIf(os.DeviceTree is not null, "os/dtb", os.DeviceTree);
        // libvirt boots from a disk, unless something says otherwise.
        bool isSaid = !os.BootDevices.IsEmpty || domain.Devices.All.Any(d => d.BootOrder is not null);
        foreach (string device in isSaid ? os.BootDevices : ["hd"])
        {
            Add("os/boot", string.Empty, ("dev", device));
        }

        AddIf(os.BootMenu is not null, "os/bootmenu", string.Empty, ("enable", YesNo(os.BootMenu)),
            ("timeout", os.BootMenu == true ? Number(os.BootMenuTimeout) : null));
        AddIf(
            os.BiosUsesSerial is not null || os.RebootTimeout is not null,
            "os/bios",
            string.Empty,
            ("useserial", YesNo(os.BiosUsesSerial)),
            ("rebootTimeout", os.RebootTimeout?.ToString(CultureInfo.InvariantCulture)));
        AddIf(os.Smbios is not null, "os/smbios", string.Empty, ("mode", os.Smbios));
    }

    private void AddFeatures(DomainFeatures features)
    {
        AddIf(features.Acpi, "features/acpi", string.Empty);
        AddIf(features.Apic, "features/apic", string.Empty, ("eoi", OnOff(features.ApicEoi)));
        AddIf(features.Pae, "features/pae", string.Empty);
        AddIf(features.Viridian, "features/viridian", string.Empty);
        AddIf(features.PrivateNetwork, "features/privnet", string.Empty);
        AddSwitch("features/hap", features.Hap);
        AddSwitch("features/pvspinlock", features.PvSpinlock);
        AddSwitch("features/pmu", features.Pmu);
        AddSwitch("features/vmport", features.VmPort);
        AddSwitch("features/vmcoreinfo", features.VmCoreInfo);
        AddSwitch("features/smm", features.Smm);
        AddIf(features.SmmTsegKiB is not null, "features/smm/tseg", Number(features.SmmTsegKiB), ("unit", "KiB"));
        AddIf(features.Gic, "features/gic", string.Empty, ("version", features.GicVersion));
        AddIf(features.IoApicDriver is not null, "features/ioapic", string.Empty, ("driver", features.IoApicDriver));
        AddSwitch("features/htm", features.Htm);
        AddSwitch("features/nested-hv", features.NestedHv);
        AddSwitch("features/ccf-assist", features.CcfAssist);
        AddIf(features.Cfpc is not null, "features/cfpc", string.Empty, ("value", features.Cfpc));
        AddIf(features.Sbbc is not null, "features/sbbc", string.Empty, ("value", features.Sbbc));
        AddIf(features.Ibs is not null, "features/ibs", string.Empty, ("value", features.Ibs));
        AddHyperV(features.HyperV);
        AddKvm(features.Kvm);
    }

    private void AddHyperV(HyperVFeatures? hyperv)
    {
        if (hyperv is null)
        {
            return;
        }

        Add("features/hyperv", string.Empty, ("mode", hyperv.Mode == HyperVMode.Passthrough ? "passthrough" : "custom"));
        foreach ((HyperVFeature feature, bool isOn) in hyperv.States)
        {
            Add(
                $"features/hyperv/{HyperVFeatures.Names[(int)feature]}",
                string.Empty,
                ("state", OnOff(isOn)),
                ("retries", isOn && feature == HyperVFeature.Spinlocks ? Number(hyperv.SpinlockRetries) : null),
                ("value", isOn && feature == HyperVFeature.VendorId ? hyperv.VendorId : null));
        }

        AddIf(hyperv.StimerDirect == true, "features/hyperv/stimer/direct", string.Empty, ("state", "on"));
    }

    private void AddKvm(KvmFeatures kvm)
    {
        AddSwitch("features/kvm/hidden", kvm.Hidden);
        AddSwitch("features/kvm/hint-dedicated", kvm.HintDedicated);
        AddSwitch("features/kvm/poll-control", kvm.PollControl);
        AddSwitch("features/kvm/pv-ipi", kvm.PvIpi);
        AddIf(
            kvm.DirtyRing is not null,
            "features/kvm/dirty-ring",
            string.Empty,
            ("state", OnOff(kvm.DirtyRing)),
            ("size", kvm.DirtyRing == true ? Number(kvm.DirtyRingSize) : null));
    }

    private void AddClock(DomainClock clock)
    {
        Add(
            "clock",
            string.Empty,
            ("offset", clock.Offset),
            ("adjustment", clock.IsReset ? "reset" : clock.Adjustment?.ToString(CultureInfo.InvariantCulture)),
            ("basis", clock.Basis),
            ("timezone", clock.TimeZone),
            ("start", Number(clock.Start)));
        foreach (DomainTimer timer in clock.Timers)
        {
            Add(
                "clock/timer",
                string.Empty,
                ("name", DomainTimer.Names[(int)timer.Name]),
                ("present", YesNo(timer.Present)),
                ("tickpolicy", timer.TickPolicy?.ToString().ToLowerInvariant()),
                ("track", timer.Track),
                ("frequency", Number(timer.Frequency)),
                ("mode", timer.Mode));
            DomainCatchup catchup = timer.Catchup ?? default;
            AddIf(
                catchup != default,
                "clock/timer/catchup",
                string.Empty,
                ("threshold", Positive(catchup.Threshold)),
                ("slew", Positive(catchup.Slew)),
                ("limit", Positive(catchup.Limit)));
        }
    }

    private void AddDisk(DiskDevice disk)
    {
        Add("disk", string.Empty, ("type", disk.Type), ("device", disk.Device));
        DiskDriver d = disk.Driver;
        AddIf(
            d != new DiskDriver(), "disk/driver", string.Empty, ("name", d.Name), ("type", d.Format), ("cache", d.Cache), ("io", d.Io),
                ("discard", d.Discard));
        if (disk.Source is { } s)
        {
            Add(
                "disk/source",
                string.Empty,
                ("file", disk.Type == "file" ? s.Path : null),
                ("dev", disk.Type == "block" ? s.Path : null),
                ("protocol", s.Protocol),
                ("name", s.Name),
                ("pool", s.Pool),
                ("volume", s.Volume));
            AddIf(s.Host is not null, "disk/source/host", string.Empty, ("name", s.Host?.Name), ("port", s.Host?.Port));
        }

        Add("disk/target", string.Empty, ("dev", disk.Target), ("bus", disk.Bus));
        AddIf(disk.IsReadOnly, "disk/readonly", string.Empty);
        AddIf(disk.IsShareable, "disk/shareable", string.Empty);
        AddIf(disk.Serial is not null, "disk/serial", disk.Serial);
    }

    private void Add(string path, string? text, params (string Name, string? Value)[] attributes) =>
        _facts.Add(Facts.Line(path, text, attributes));

    private void AddIf(bool isSo, string path, string? text, params (string Name, string? Value)[] attributes)
    {
        if (isSo)
        {
            Add(path, text, attributes);
        }
    }

    private void AddSwitch(string path, bool? state) => AddIf(state is not null, path, string.Empty, ("state", OnOff(state)));

    private static string? OnOff(bool? truth) => truth is null ? null : truth.Value ? "on" : "off";

    private static string? YesNo(bool? truth) => truth is null ? null : truth.Value ? "yes" : "no";

    private static string? Number(ulong? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Positive(ulong number) => number == 0 ? null : Number(number);

    // As ranges, longest first, which is how libvirt prints them.
    private static string Set(IReadOnlyList<int> cpus)
    {
        List<string> ranges = [];
        for (int i = 0; i < cpus.Count; i++)
        {
            int first = i;
            while (i + 1 < cpus.Count && cpus[i + 1] == cpus[i] + 1)
            {
                i++;
            }

            ranges.Add(i > first ? $"{cpus[first]}-{cpus[i]}" : $"{cpus[first]}");
        }

        return string.Join(',', ranges);
    }
}
