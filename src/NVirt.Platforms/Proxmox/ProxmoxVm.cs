using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>What a VM's configuration says about its CPU. Immutable.</summary>
/// <param name="Cpu">The CPU; a default one if there is no line.</param>
/// <param name="OsType">The kind of guest, such as l26 or win11.</param>
/// <param name="Kvm">Whether KVM is used.</param>
/// <param name="Machine">The machine type, or <see langword="null"/>.</param>
/// <param name="Name">The VM's name, or <see langword="null"/>.</param>
internal sealed record ProxmoxVm(ProxmoxCpu Cpu, string OsType, bool Kvm, string? Machine, string? Name)
{
    private const string X86 = "x86_64";
    private const string CpuKey = "cpu";

    /// <summary>The architecture, as Proxmox VE names it.</summary>
    public string Arch { get; private init; } = X86;

    public bool IsX86 => Arch == X86;

    /// <summary>The model of a VM that names none.</summary>
    public string DefaultType => IsX86 ? (Kvm ? "kvm64" : "qemu64") : Kvm ? "host" : "max";

    /// <summary>Reads a VM's configuration, only its line about the CPU, or only the value of that.</summary>
    public static ProxmoxVm Read(PlatformText text, string osType = "other", bool kvm = true)
    {
        ProxmoxVm vm = new(new ProxmoxCpu(), osType, kvm, null, null);
        if (text.IsJson)
        {
            foreach ((string key, TreeNode value) in (text.Json.Find("data") ?? text.Json).Members.Where(m => m.Value.IsScalar))
            {
                Position at = text.PlaceOf(value);
                vm = vm.Take(text, key, value.Text, at.Line, at.Column);
            }

            return vm;
        }

        bool isThere = false;
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.TrimEnd();
            if (line.StartsWith('['))
            {
                // Behind it are snapshots.
                break;
            }

            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? CpuKey : line[..colon];
            string value = line[(colon + 1)..].Trim();
            if (key == CpuKey && isThere)
            {
                throw text.Refuse(number, 1, Text.Of(Messages.Read_Twice, CpuKey));
            }

            isThere |= key == CpuKey;
            vm = vm.Take(text, key, value, number, line.Length - value.Length + 1);
        }

        return vm;
    }

    private ProxmoxVm Take(PlatformText text, string key, string value, int line, int column) => key switch
    {
        CpuKey => this with { Cpu = ProxmoxSettings.ReadLine(text, value, line, column) },
        "ostype" => this with { OsType = value },
        "kvm" => this with { Kvm = value != "0" },
        "arch" => this with { Arch = value },
        "machine" => this with { Machine = value.Split(',')[0].Replace("type=", string.Empty, StringComparison.Ordinal) },
        "name" => this with { Name = value },
        _ => this,
    };
}
