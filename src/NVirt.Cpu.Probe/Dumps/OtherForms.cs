using System.Text;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// Inputs that people try although no CPU can be read from them: recognized by their content, and answered with what to give instead.
/// The first match counts.
/// </summary>
internal static class OtherForms
{
    // The text that identifies a format is near its beginning.
    private const int SearchedBytes = 256 * 1024;

    /// <summary>One such format.</summary>
    /// <param name="Advice">What it is and what to give instead.</param>
    /// <param name="Keys">Member names that its first JSON object must all have; empty if it is not JSON.</param>
    /// <param name="Marks">
    /// Texts that it must all contain; one that begins with ^ is at the start of a line, after blanks. Empty if it is JSON only.
    /// </param>
    private sealed record OtherForm(Func<string> Advice, string[] Keys, params string[] Marks);

    private static readonly OtherForm[] All =
    [
        new(() => Messages.Form_LibvirtError, [], "guest CPU doesn't match specification"),
        new(() => Messages.Form_LibvirtError, [], "guest and host CPU are not compatible"),
        new(() => Messages.Form_LibvirtError, [], "CPU is incompatible with host CPU"),
        new(() => Messages.Form_Lscpu, ["lscpu"]),
        new(() => Messages.Form_Lscpu, [], "^Architecture:", "^CPU(s):"),
        new(() => Messages.Form_Lscpu, [], "^Vendor ID:", "^Flags:"),
        new(() => Messages.Form_Nodeinfo, [], "^CPU model:", "^CPU frequency:"),
        new(() => Messages.Form_Ansible, ["ansible_facts"]),
        new(() => Messages.Form_Ansible, [], "ansible_processor"),
        new(() => Messages.Form_FirecrackerTemplate, ["cpuid_modifiers"]),
        new(() => Messages.Form_FirecrackerTemplate, ["msr_modifiers"]),
        new(() => Messages.Form_FirecrackerTemplate, ["reg_modifiers"]),
        new(() => Messages.Form_KubernetesNode, [], "kind: Node\n"),
        new(() => Messages.Form_KubernetesNode, [], "cpu-model.node.kubevirt.io/"),
        new(() => Messages.Form_KubernetesNode, [], "feature.node.kubernetes.io/cpu-"),
        new(() => Messages.Form_KubeVirt, [], "apiVersion: kubevirt.io/"),
        new(() => Messages.Form_KubeVirt, [], "kind: VirtualMachine"),
        new(() => Messages.Form_KubeVirt, [], "\"kubevirt.io/"),
        new(() => Messages.Form_Kubernetes, ["apiVersion", "kind"]),
        new(() => Messages.Form_Kubernetes, [], "^apiVersion:", "^kind:"),
        new(() => Messages.Form_Vdsm, ["cpuFlags"]),
        new(() => Messages.Form_NovaCpuInfo, ["cpu_info"]),
        new(() => Messages.Form_NovaCpuInfo, ["arch", "model", "features"]),
        new(() => Messages.Form_Nova, [], "^[libvirt]", "^cpu_mode"),
        new(() => Messages.Form_Nova, [], "^[libvirt]", "^cpu_model"),
        new(() => Messages.Form_Vsphere, ["featureCapability"]),
        new(() => Messages.Form_Xapi, ["features_hvm_host"]),
        new(() => Messages.Form_Incus, ["cpu", "memory"]),
        new(() => Messages.Form_ProxmoxModels, [], "^cpu-model:"),
        new(() => Messages.Form_Proxmox, [], "^sockets:", "^cores:", "^memory:"),
        new(() => Messages.Form_Proxmox, [], "^cpu:", "^memory:", "^boot:"),
        new(() => Messages.Form_CloudStack, [], "^guest.cpu.m"),
        new(() => Messages.Form_XlInfo, [], "^hw_caps"),
        new(() => Messages.Form_XlInfo, [], "^virt_caps", "^xen_"),
        new(() => Messages.Form_XenCpuid, [], "^Static sets:"),
        new(() => Messages.Form_XenCpuid, [], "^Dynamic sets:"),
        new(() => Messages.Form_XenCpuid, [], "Xen reports there are maximum"),
        new(() => Messages.Form_XenCpuid, [], " policy: ", " CPUID:"),
        new(() => Messages.Form_Vmx, [], "^virtualHW.version"),
        new(() => Messages.Form_Vmx, [], "^.encoding", "^config.version"),
        new(() => Messages.Form_XlConfig, [], "^vcpus", "^memory", "^name", "^disk"),
        new(() => Messages.Form_XlConfig, [], "^builder", "^memory"),
        new(() => Messages.Form_XlConfig, [], "^type", "^vcpus", "hvm"),
        new(() => Messages.Form_QemuCommandLine, [], "qemu-system-"),
        new(() => Messages.Form_QemuCommandLine, [], "-cpu ", "-smp "),
        new(() => Messages.Form_QemuCommandLine, [], "-cpu ", "-m "),
        new(() => Messages.Form_CpuidDecoded, [], "vendor_id = \"", "version information (1/eax)"),
        new(() => Messages.Form_CpuidDecoded, [], "feature information (1/edx)"),
        new(() => Messages.Form_MacOS, [], "machdep.cpu."),
        new(() => Messages.Form_Dmidecode, [], "Processor Information", "Socket Designation:"),
        new(() => Messages.Form_QemuModels, [], "^Available CPUs:"),
    ];

    /// <summary>What the text is and what to give instead; <see langword="null"/> if it is not recognized.</summary>
    public static string? Find(DumpText text)
    {
        ReadOnlySpan<byte> plain = text.Plain;
        string head = Encoding.UTF8.GetString(plain[..Math.Min(plain.Length, SearchedBytes)]);
        return Array.Find(All, f => Fits(f, text.JsonKeys, head))?.Advice();
    }

    private static bool Fits(OtherForm form, IReadOnlyCollection<string> keys, string head) =>
        Array.TrueForAll(form.Keys, keys.Contains) && Array.TrueForAll(form.Marks, m => Holds(head, m));

    private static bool Holds(string head, string mark)
    {
        if (mark[0] != '^')
        {
            return head.Contains(mark, StringComparison.Ordinal);
        }

        foreach (ReadOnlySpan<char> line in head.AsSpan().EnumerateLines())
        {
            if (line.TrimStart().StartsWith(mark.AsSpan(1), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
