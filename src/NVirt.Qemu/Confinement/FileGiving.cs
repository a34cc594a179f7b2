using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Confinement;

/// <summary>
/// Gives the files of a domain to the group of its emulator while the guest runs. Their owner stays the same, so nothing is given for
/// good. What the emulator can use anyway stays as it is.
/// </summary>
internal static class FileGiving
{
    private const uint Permissions = 0xFFF;
    private const uint ReadOfGroup = 0x20;
    private const uint WriteOfGroup = 0x10;
    private const int OwnerShift = 3;
    private const uint OnlyOwner = 0x180;

    /// <summary>What has to be given, as it is now. Nothing is changed yet, except that missing logs are made.</summary>
    /// <exception cref="DomainException">Others could put another file in the place of one (access denied).</exception>
    public static ImmutableArray<GivenFile> Plan(DomainDefinition domain, GuestUser user)
    {
        ImmutableArray<GivenFile>.Builder plan = ImmutableArray.CreateBuilder<GivenFile>();
        foreach ((string path, bool isWritten, bool isMade) in NamedFiles.Of(domain))
        {
            if (isMade && !File.Exists(path))
            {
                Make(path);
            }

            using SafeFileHandle file = Open(path);
            if (!file.IsInvalid && FileStatus.Of(file) is var status && !status.IsFolder && !MayUse(status, user, isWritten))
            {
                RequireSafe(file, status, path, user);
                plan.Add(new GivenFile(
                    path, status.Device, status.Inode, status.Group, status.Mode & Permissions, user.Group));
            }
        }

        return plan.ToImmutable();
    }

    /// <summary>Gives what was planned, and only if it is still the same.</summary>
    /// <param name="files">What <see cref="Plan"/> found.</param>
    /// <param name="domain">The domain.</param>
    public static void Give(ImmutableArray<GivenFile> files, DomainDefinition domain)
    {
        HashSet<string> written = [.. NamedFiles.Of(domain).Where(f => f.IsWritten).Select(f => f.Path)];
        foreach (GivenFile given in files)
        {
            uint mode = given.Mode | ReadOfGroup | (written.Contains(given.Path) ? WriteOfGroup : 0);
            Change(given, given.GivenGroup, mode, status => status.Group == given.Group);
        }
    }

    /// <summary>Takes back what was given, where it still is what was given.</summary>
    /// <param name="files">What was given.</param>
    /// <param name="isElsewhere">Whether the guest runs on another host now, which may use the same files through a network.</param>
    public static void TakeBack(ImmutableArray<GivenFile> files, bool isElsewhere)
    {
        foreach (GivenFile given in files)
        {
            using SafeFileHandle file = Open(given.Path);
            if (isElsewhere && !file.IsInvalid && SharedStorage.Has(file))
            {
                continue;
            }

            try
            {
                Change(given, given.Group, given.Mode, status => status.Group == given.GivenGroup);
            }
            catch (DomainException)
            {
                // A file system that has become read-only must not keep a guest from ending.
            }
        }
    }

    // A new group may clear some of the permissions, so it comes first.
    private static void Change(GivenFile given, uint group, uint mode, Func<FileStatus, bool> isExpected)
    {
        using SafeFileHandle file = Open(given.Path);
        if (file.IsInvalid || FileStatus.Of(file) is var status
            && ((status.Device, status.Inode) != (given.Device, given.Inode) || !isExpected(status)))
        {
            return;
        }

        string place = Text.Of("/proc/self/fd/{0}", file.DangerousGetHandle());
        if (Kernel.ChangeOwner(place, uint.MaxValue, group) != 0 || Kernel.ChangeMode(place, mode) != 0)
        {
            throw new DomainException(
                DomainErrorKind.Failed, Text.Of(Messages.State_Failure, given.Path, Marshal.GetLastPInvokeErrorMessage()));
        }
    }

    private static SafeFileHandle Open(string path) => new(Kernel.Open(path, OpenFlags.Careful | OpenFlags.Place), ownsHandle: true);

    private static void Make(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder || !Directory.Exists(folder))
        {
            return;
        }

        FolderRights.RequireAbove(path);
        using SafeFileHandle above = new(Kernel.Open(folder, OpenFlags.Careful | OpenFlags.Folder), ownsHandle: true);
        using SafeFileHandle made = above.IsInvalid ? above : new(
            Kernel.OpenAt(
                above, Path.GetFileName(path), OpenFlags.Write | OpenFlags.Create | OpenFlags.New | OpenFlags.NoLink | OpenFlags.Careful,
                OnlyOwner),
            ownsHandle: true);
    }

    // As the kernel decides it, without lists of further users.
    private static bool MayUse(FileStatus status, GuestUser user, bool isWritten)
    {
        uint rights = status.Owner == user.User ? (uint)status.Mode >> OwnerShift
            : status.Group == user.Group || status.Group == user.Accelerator ? status.Mode
            : (uint)status.Mode << OwnerShift;
        return (rights & ReadOfGroup) != 0 && (!isWritten || (rights & WriteOfGroup) != 0);
    }

    // Whoever can put a link or another file there could have that given instead.
    private static void RequireSafe(SafeFileHandle file, FileStatus status, string path, GuestUser user)
    {
        string real = new FileInfo(Text.Of("/proc/self/fd/{0}", file.DangerousGetHandle())).LinkTarget ?? path;
        try
        {
            FolderRights.RequireAbove(real);
            FolderRights.RequireAbove(path);
            for (string? link = path; link is not null; link = Path.GetDirectoryName(link))
            {
                if (FileStatus.OfEntry(link) is { IsLink: true } entry)
                {
                    FolderRights.RequireOwner(entry, link, isRootTrusted: true);
                }
            }
        }
        catch (DomainException e)
        {
            throw new DomainException(e.Kind, Text.Of(Messages.Confine_NotGiven, path, user.User, e.Message), e);
        }

        if (status.IsFile && status.Links > 1)
        {
            throw new DomainException(
                DomainErrorKind.AccessDenied,
                Text.Of(Messages.Confine_NotGiven, path, user.User, Text.Of(Messages.Confine_Links, status.Links)));
        }
    }
}
