using NVirt.Cpu;
using NVirt.Platforms.Bhyve;
using NVirt.Platforms.CloudHypervisor;
using NVirt.Platforms.CloudStack;
using NVirt.Platforms.Firecracker;
using NVirt.Platforms.HyperV;
using NVirt.Platforms.Incus;
using NVirt.Platforms.Kubernetes;
using NVirt.Platforms.Levels;
using NVirt.Platforms.Libvirt;
using NVirt.Platforms.Linux;
using NVirt.Platforms.Nova;
using NVirt.Platforms.OpenNebula;
using NVirt.Platforms.OVirt;
using NVirt.Platforms.Proxmox;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.VSphere;
using NVirt.Platforms.Xen;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>Reads what any platform says of the CPUs of hosts and guests. Safe for use by several threads.</summary>
public static class PlatformReader
{
    private static readonly PlatformForm[] All =
    [
        LibvirtForm.Form,
        QemuCpuForm.Form,
        QemuArgumentsForm.Form,
        QmpExpansionForm.Form,
        ProxmoxStatements.VmForm,
        ProxmoxModels.Form,
        ProxmoxFlagsForm.Form,
        KubeForm.Form,
        NovaConfForm.Form,
        NovaCpuInfoForm.Form,
        IncusGroupForm.Form,
        IncusResourcesForm.Form,
        OVirtVerbForm.Form,
        VdsmCapsForm.Form,
        OpenNebulaForms.Host,
        OpenNebulaForms.Template,
        CloudStackForm.Form,
        XlConfigForm.Form,
        XlInfoForm.Form,
        XenCpuidForms.Policy,
        XenCpuidForms.Sets,
        XapiForm.Form,
        VmxForm.Form,
        VSphereForm.Form,
        FirecrackerForms.Template,
        FirecrackerForms.Fingerprint,
        CloudHypervisorForm.Form,
        BhyveForm.Form,
        HyperVForm.Form,
        LevelForm.Form,
        CpuInfoForm.Form,
        LscpuForm.Json,
        LscpuForm.Plain,
        AnsibleForm.Form,
        NodeExporterForm.Form,
    ];

    /// <summary>The names of all forms.</summary>
    public static IReadOnlyList<string> Forms { get; } = [.. All.Select(f => f.Id)];

    /// <summary>Reads every CPU of a document.</summary>
    /// <param name="content">The bytes of the file; at most 16 MiB of UTF-8.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="options">What is known besides; <see langword="null"/> for nothing.</param>
    /// <param name="form">
    /// One of <see cref="Forms"/>; <see langword="null"/> to recognise it by the content. Some values say too little to be recognised.
    /// </param>
    /// <returns>At least one, in the order of the document.</returns>
    /// <exception cref="CpuException">
    /// It has no known form, or two of them, or it is not well-formed; the message has file, line and column.
    /// </exception>
    public static IReadOnlyList<CpuStatement> Read(
        ReadOnlyMemory<byte> content, string? file, PlatformReadOptions? options = null, string? form = null)
    {
        PlatformText text = new(content, file);
        PlatformForm found = form is null ? Recognise(text) : Array.Find(All, f => f.Id == form)
            ?? throw new CpuException(
                CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Form_Unknown, form, string.Join(", ", Forms)));
        return found.Read(text, options ?? new PlatformReadOptions());
    }

    /// <summary>The form of a document; <see langword="null"/> if none fits.</summary>
    /// <exception cref="CpuException">Two fit, or it is not text.</exception>
    public static string? FormOf(ReadOnlyMemory<byte> content, string? file) => Find(new PlatformText(content, file))?.Id;

    private static PlatformForm Recognise(PlatformText text) =>
        Find(text) ?? throw text.Errors.Malformed(new Position(1, 1), Text.Of(Messages.Form_None, string.Join(", ", Forms)));

    private static PlatformForm? Find(PlatformText text)
    {
        PlatformForm[] found = Array.FindAll(All, f => f.Recognises(text));
        return found.Length < 2 ? found.FirstOrDefault()
            : throw text.Errors.Malformed(new Position(1, 1), Text.Of(Messages.Form_Two, string.Join(", ", found.Select(f => f.Id))));
    }
}
