using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>Folders in which nobody else can create, replace or remove anything. Linux only.</summary>
public static class OwnFolder
{
    /// <summary>Refuses a folder that others own or may write to, or that they could replace by another.</summary>
    /// <param name="path">The folder, which must be there.</param>
    /// <exception cref="DomainException">
    /// It is not this user's alone (access denied), or no folder; the message says what to do.
    /// </exception>
    public static void Require(string path)
    {
        string real = Path.GetFullPath(path);
        if (FileStatus.Of(real) is not { IsFolder: true } status)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotAFolder, real));
        }

        FolderRights.Require(status, real, mayBeShared: false);
        FolderRights.RequireAbove(real);
    }
}
