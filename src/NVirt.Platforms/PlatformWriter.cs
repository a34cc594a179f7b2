using NVirt.Cpu;
using NVirt.Platforms.Libvirt;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>Writes a guest's CPU in the words of any platform. Safe for use by several threads.</summary>
public static class PlatformWriter
{
    private static readonly PlatformTarget[] All = [.. Platform.All.SelectMany(p => p.Targets)];

    /// <summary>The names of all platforms that can be written.</summary>
    public static IReadOnlyList<string> Platforms { get; } = [.. All.Select(t => t.Id)];

    /// <summary>
    /// Where a guest of a form goes back to: one of <see cref="Platforms"/>, or <see langword="null"/> if it cannot be written.
    /// </summary>
    /// <param name="form">One of <see cref="PlatformReader.Forms"/>.</param>
    public static string? TargetOf(string form)
    {
        Platform? platform = Array.Find(Platform.All, p => Array.Exists(p.Forms, f => f.Id == form));
        return (Array.Find(platform?.Targets ?? [], t => t.Id == form) ?? platform?.Targets.FirstOrDefault())?.Id;
    }

    /// <summary>Writes for a platform.</summary>
    /// <param name="platform">One of <see cref="Platforms"/>.</param>
    /// <param name="request">What is to be written.</param>
    /// <returns>At least one file, none of them empty, and what is lost.</returns>
    /// <exception cref="CpuException">
    /// The platform cannot say what the guest requires, disables or forbids (unsupported); a name is unknown; nothing would be written.
    /// </exception>
    public static PlatformOutput Write(string platform, PlatformWriteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PlatformTarget target = Array.Find(All, t => t.Id == platform)
            ?? throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument,
                Text.Of(Messages.Form_UnknownTarget, platform, string.Join(", ", Platforms)));
        if (request.Cpu is { } cpu && target.Id != LibvirtTarget.Target.Id)
        {
            WriterRules.NoOtherVendor(request, cpu, target.Id);
        }

        return target.Write(request);
    }
}
