using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>Refuses folders in which others could create, replace or remove what this user relies on.</summary>
internal static class FolderRights
{
    private const uint WriteOfOthers = 0x02;
    private const uint WriteOfGroup = 0x10;
    private const uint OnlyOwnersRemove = 0x200;

    /// <summary>A folder of our own: nobody else owns it or may write to it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mayBeShared">
    /// Whether it may be shared like <c>/tmp</c>, where others may create their own files but cannot touch ours. Whatever is opened in it
    /// is checked separately.
    /// </param>
    /// <exception cref="DomainException">Others own it or may write to it.</exception>
    public static void Require(SafeFileHandle folder, string path, bool mayBeShared) =>
        Require(FileStatus.Of(folder), path, mayBeShared);

    /// <summary>The same of a folder whose status is known.</summary>
    public static void Require(FileStatus status, string path, bool mayBeShared)
    {
        RequireOwner(status, path, isRootTrusted: false);
        if ((status.Mode & (WriteOfGroup | WriteOfOthers)) != 0 && !(mayBeShared && (status.Mode & OnlyOwnersRemove) != 0))
        {
            throw Refusal(Text.Of(Messages.State_Writable, path));
        }
    }

    /// <summary>The parents of our folder: nobody except root and this user can replace it.</summary>
    /// <exception cref="DomainException">Others could replace it.</exception>
    public static void RequireAbove(string path)
    {
        for (string? above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (FileStatus.Of(above) is not { } status)
            {
                continue;
            }

            RequireOwner(status, above, isRootTrusted: true);
            if ((status.Mode & WriteOfOthers) != 0 && (status.Mode & OnlyOwnersRemove) == 0)
            {
                throw Refusal(Text.Of(Messages.State_WritableAbove, path, above));
            }
        }
    }

    /// <summary>Something that belongs to this user, or to root.</summary>
    /// <exception cref="DomainException">It belongs to another.</exception>
    public static void RequireOwner(FileStatus status, string path, bool isRootTrusted)
    {
        uint user = LinuxSystem.EffectiveUser;
        if (status.Owner != user && !(isRootTrusted && status.Owner == 0))
        {
            throw Refusal(Text.Of(Messages.State_Owner, path, status.Owner, user));
        }
    }

    private static DomainException Refusal(string text) => new(DomainErrorKind.AccessDenied, text);
}
