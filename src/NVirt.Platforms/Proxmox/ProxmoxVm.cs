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
    /// <summary>Reads a VM's configuration, only its line about the CPU, or only the value of that.</summary>
    public static ProxmoxVm Read(PlatformText text, string osType = "other", bool kvm = true)
    {
        ProxmoxCpu? cpu = null;
        string? machine = null;
        string? name = null;
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

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string key = colon < 0 ? string.Empty : line[..colon];
            string value = line[(colon + 1)..].Trim();
            switch (key)
            {
                case "cpu" or "":
                    cpu = cpu is null ? ProxmoxSettings.ReadLine(text, value, number, line.Length - value.Length + 1)
                        : throw text.Refuse(number, 1, Text.Of(Messages.Read_Twice, "cpu"));
                    break;
                case "ostype":
                    osType = value;
                    break;
                case "kvm":
                    kvm = value != "0";
                    break;
                case "machine":
                    machine = value.Split(',')[0].Replace("type=", string.Empty, StringComparison.Ordinal);
                    break;
                case "name":
                    name = value;
                    break;
            }
        }

        return new ProxmoxVm(cpu ?? new ProxmoxCpu(), osType, kvm, machine, name);
    }
}
