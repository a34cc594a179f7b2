using NVirt.Platforms.Qemu;

namespace NVirt.Platforms.OVirt;

/// <summary>The verb of a cluster's type, or a VM's custom CPU: <c>MODEL,+FEATURE,-FEATURE</c> with QEMU's names (formats.md 8).</summary>
internal static class OVirtVerbForm
{
    public static PlatformForm Form { get; } = PlatformForm.Named("ovirt-verb", Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        string value = text.All.Trim();
        return value.Contains('\n', StringComparison.Ordinal) ? throw text.Refuse(2, 1, Messages.Read_OneLine)
            : [new QemuCpuText(text, options, 1, 1).Read(value, takesVerbs: true).Build(Form.Id)];
    }
}
