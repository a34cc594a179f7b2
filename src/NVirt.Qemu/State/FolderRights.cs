using Microsoft.Win32.SafeHandles;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>Refuses folders in which somebody else could put, swap or remove what this user relies on.</summary>
internal static class FolderRights
{
    private const uint WriteOfOthers = 0x02;
    private const uint WriteOfGroup = 0x10;
    private const uint OnlyOwnersRemove = 0x200;

    /// <summary>A folder of ours: nobody else owns it or may write in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mayBeShared">
    /// Whether it may be one, as <c>/tmp</c> is, in which others may put what is theirs but cannot touch what is ours. What is opened in it is
    /// judged by itself.
    /// </param>
    /// <exception cref="DomainException">It is not.</exception>
    public static void Require(SafeFileHandle folder, string path, bool mayBeShared)
    {
        FileStatus status = FileStatus.Of(folder);
        RequireOwner(status, path, isRootTrusted: false);
        if ((status.Mode & (WriteOfGroup | WriteOfOthers)) != 0 && !(mayBeShared && (status.Mode & OnlyOwnersRemove) != 0))
        {
            throw Refusal(Text.Of(Messages.State_Writable, path));
        }
    }

    /// <summary>The folders around one of ours: nobody but root and this user can swap it for another.</summary>
    /// <exception cref="DomainException">It is not so.</exception>
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

    private static void RequireOwner(FileStatus status, string path, bool isRootTrusted)
    {
        uint user = Kernel.EffectiveUser();
        if (status.Owner != user && !(isRootTrusted && status.Owner == 0))
        {
            throw Refusal(Text.Of(Messages.State_Owner, path, status.Owner, user));
        }
    }

    private static DomainException Refusal(string text) => new(DomainErrorKind.Failed, text);
}
