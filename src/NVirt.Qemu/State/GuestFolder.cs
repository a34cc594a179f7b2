namespace NVirt.Qemu.State;

/// <summary>The files of one running guest.</summary>
/// <param name="Path">Their folder.</param>
internal sealed record GuestFolder(string Path)
{
    /// <summary>The file that identifies the guest's process, which holds it locked as long as it lives.</summary>
    public const string ProcessFile = "process";

    /// <summary>The file that names the guest's control group, if there is one.</summary>
    public const string GroupFile = "group";

    /// <summary>The pipe through which QEMU is told to keep its event log.</summary>
    public const string JournalInFile = "events.in";

    /// <summary>QEMU's event log.</summary>
    public const string JournalOutFile = "events.out";

    /// <summary>The folder in which QEMU makes its sockets, if it is another user than we are.</summary>
    public const string SocketFolder = "s";

    /// <summary>The socket for changing the guest, used by one at a time.</summary>
    public string Commands => OfQemu("m");

    /// <summary>The socket for short queries.</summary>
    public string Questions => OfQemu("q");

    /// <summary>QEMU's own event log: <c>.in</c> is a pipe to it, <c>.out</c> the log.</summary>
    public string Journal => In("events");

    /// <summary>The socket through which a guest's state arrives.</summary>
    public string Incoming => OfQemu("i");

    /// <summary>What the guest shows, while somebody takes a picture of it.</summary>
    public string Picture => OfQemu("picture");

    /// <summary>The folder for the sockets of the guest's channels.</summary>
    public string Channels => IsOfAnother ? In(SocketFolder) : Path;

    /// <summary>Whether QEMU is another user than we are. It cannot reach the folders above, and begins in this one.</summary>
    public bool IsOfAnother => Directory.Exists(In(SocketFolder));

    /// <summary>What QEMU calls one of these files.</summary>
    public string ForQemu(string path) => IsOfAnother ? System.IO.Path.GetRelativePath(Path, path) : path;

    private string OfQemu(string name) => System.IO.Path.Combine(Channels, name);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
