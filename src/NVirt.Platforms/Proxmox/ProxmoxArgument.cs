using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>
/// What Proxmox VE gives QEMU behind <c>-cpu</c>: the reported model, the level, then flags of all sources by name, the later source
/// before the earlier (formats.md 4).
/// </summary>
internal static class ProxmoxArgument
{
    private const string Custom = "custom-";
    private const string Nested = "nested-virt";

    // What Windows is given of Hyper-V from Windows 7 on, by KVM only: qemu-server 0538c83, CPUConfig.pm, for machines from 3.1 on.
    private static readonly string[] HyperV =
    [
        "hv_ipi", "hv_relaxed", "hv_reset", "hv_runtime", "hv_spinlocks=0x1fff", "hv_stimer", "hv_synic", "hv_time", "hv_vapic",
            "hv_vpindex",
    ];

    /// <summary>The value of <c>-cpu</c>.</summary>
    /// <param name="text">The VM's document, for messages.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="models">The custom models.</param>
    /// <param name="qemu">The version of QEMU; <see langword="null"/> for one before 11.</param>
    /// <param name="hostVirtualization">vmx or svm, what the host has; <see langword="null"/> if it is not known.</param>
    public static string Of(PlatformText text, ProxmoxVm vm, IReadOnlyList<ProxmoxCpu> models, Version? qemu,
        string? hostVirtualization = null)
    {
        string type = vm.Cpu.Type ?? vm.DefaultType;
        ProxmoxCpu? custom = type.StartsWith(Custom, StringComparison.Ordinal) ? Find(text, vm, models, type[Custom.Length..]) : null;
        bool isLevel = custom is null && PlatformFacts.ProxmoxLevels.Has(type);
        string model = Head(custom is not null ? custom.ReportedModel ?? "kvm64" : isLevel ? "qemu64" : type);

        SortedDictionary<string, string> flags = new(StringComparer.Ordinal);
        AddOwn(flags, vm, model, qemu);
        AddHyperV(flags, vm.Kvm ? vm.OsType : string.Empty, vm.Cpu.HvVendorId ?? custom?.HvVendorId);
        foreach (string flag in PlatformFacts.ProxmoxLevels.Rest(isLevel ? type : string.Empty))
        {
            flags[flag] = "+" + flag;
        }

        foreach (ProxmoxFlag flag in (custom?.Flags ?? []).Concat(vm.Cpu.Flags))
        {
            if (flag.Name != Nested)
            {
                flags[flag.Name] = flag.ToString();
            }
            else if (hostVirtualization is not null)
            {
                flags[hostVirtualization] = (flag.IsOn ? "+" : "-") + hostVirtualization;
            }
        }

        AddForced(flags, vm, model, vm.Cpu.Hidden ?? custom?.Hidden ?? false);
        List<string> parts = [model];
        AddIf(parts, "level=", vm.Cpu.Level ?? custom?.Level);
        parts.AddRange(flags.Values);
        AddIf(parts, "guest-phys-bits=", vm.Cpu.GuestPhysBits ?? custom?.GuestPhysBits);
        string? bits = vm.Cpu.PhysBits ?? custom?.PhysBits;
        AddIf(parts, bits == "host" ? "host-phys-bits=" : "phys-bits=", bits == "host" ? "true" : bits);
        return string.Join(',', parts);
    }

    private static ProxmoxCpu Find(PlatformText text, ProxmoxVm vm, IReadOnlyList<ProxmoxCpu> models, string name) =>
        models.FirstOrDefault(m => m.Type == name)
        ?? throw text.Errors.Malformed(new Position(vm.Cpu.Line, 1), Text.Of(Messages.Proxmox_NoCustom, DocumentErrors.Quote(name)));

    /// <summary>The model that QEMU is told for a reported model.</summary>
    public static string Head(string model) => model switch
    {
        "Icelake-Client" => "Icelake-Server",
        "Icelake-Client-noTSX" => "Icelake-Server-noTSX",
        _ => model,
    };

    /// <summary>The flags that Proxmox VE gives a model by itself.</summary>
    public static string[] OwnFlags(string model) => model switch
    {
        "kvm64" => ["+lahf_lm", "+sep"],
        "kvm32" => ["+sep"],
        _ => model.StartsWith("Opteron", StringComparison.Ordinal) ? ["-rdtscp"] : [],
    };

    private static void AddOwn(SortedDictionary<string, string> flags, ProxmoxVm vm, string model, Version? qemu)
    {
        foreach (string flag in OwnFlags(model))
        {
            flags[flag[1..]] = flag;
        }

        if (vm.OsType == "solaris")
        {
            flags["x2apic"] = "-x2apic";
        }

        if (vm is { Kvm: true, IsX86: true })
        {
            flags["kvm_pv_eoi"] = "+kvm_pv_eoi";
            flags["kvm_pv_unhalt"] = "+kvm_pv_unhalt";
        }

        if (qemu?.Major >= 11)
        {
            if (vm.OsType == "win11")
            {
                flags["cet-ibt"] = "-cet-ibt";
                flags["cet-ss"] = "-cet-ss";
            }

            if (model == "host" && MachineVersion(vm.Machine) is { } machine && machine < new Version(11, 0))
            {
                flags["vmx-mbec"] = "-vmx-mbec";
            }
        }
    }

    private static void AddHyperV(SortedDictionary<string, string> flags, string osType, string? vendorId)
    {
        if (osType is not ("win7" or "win8" or "win10" or "win11"))
        {
            return;
        }

        foreach (string flag in HyperV)
        {
            flags[flag.Split('=')[0]] = flag;
        }

        if (vendorId is not null)
        {
            flags["hv_vendor_id"] = "hv_vendor_id=" + vendorId;
        }
    }

    private static void AddForced(SortedDictionary<string, string> flags, ProxmoxVm vm, string model, bool isHidden)
    {
        if (vm is { Kvm: true, IsX86: true } && model != "host")
        {
            flags["enforce"] = "enforce";
        }

        if (isHidden)
        {
            flags["kvm"] = "kvm=off";
        }

        if (vm.IsX86 && PlatformFacts.ProxmoxModels.Find(model) is [_, not "default" and var vendor])
        {
            flags["vendor"] = "vendor=" + vendor;
        }
    }

    // pc-q35-10.0+pve1, pc-i440fx-9.2
    private static Version? MachineVersion(string? machine)
    {
        string? number = machine?.Split('+')[0].Split('-')[^1];
        string[] parts = number?.Split('.') ?? [];
        return parts.Length == 2 && Digits.TryParse(parts[0], out int major)
            && Digits.TryParse(parts[1], out int minor) ? new Version(major, minor) : null;
    }

    private static void AddIf(List<string> parts, string key, string? value)
    {
        if (value is not null)
        {
            parts.Add(key + value);
        }
    }
}
