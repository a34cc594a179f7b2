namespace NVirt.Qemu.State;

/// <summary>The files of one guest that runs.</summary>
/// <param name="Path">Their folder.</param>
internal sealed record GuestFolder(string Path)
{
    /// <summary>What says which process the guest is, and is held locked by that process as long as it lives.</summary>
    public const string ProcessFile = "process";

    /// <summary>The pipe by which QEMU is told to keep its list of what happened.</summary>
    public const string JournalInFile = "events.in";

    /// <summary>QEMU's list of what happened.</summary>
    public const string JournalOutFile = "events.out";

    /// <summary>The socket for those who change the guest, one at a time.</summary>
    public string Commands => In("m");

    /// <summary>The socket for short questions.</summary>
    public string Questions => In("q");

    /// <summary>QEMU's own list of what happened: <c>.in</c> is a pipe to it, <c>.out</c> the list.</summary>
    public string Journal => In("events");

    /// <summary>The socket by which a guest's state arrives.</summary>
    public string Incoming => In("i");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
