using System.Runtime.InteropServices;

namespace NVirt.Qemu.State;

/// <summary>Linux's flags for opening files. Two of the values depend on the processor.</summary>
internal static class OpenFlags
{
    public const int Read = 0;
    public const int Write = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int New = 0x80;
    public const int Append = 0x400;

    /// <summary>Without access to the content, so only the folders on the path need permission.</summary>
    public const int Place = 0x200000;

    // Opening never waits for another process, never sets a controlling terminal, and the file is not inherited.
    private const int NoTerminal = 0x100;
    private const int NoWaiting = 0x800;
    private const int NotInherited = 0x80000;

    private static readonly bool IsOther = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64
        or Architecture.Ppc64le;

    /// <summary>The flags for every open.</summary>
    public static int Careful { get; } = NoTerminal | NoWaiting | NotInherited;

    public static int Folder { get; } = IsOther ? 0x4000 : 0x10000;

    public static int NoLink { get; } = IsOther ? 0x8000 : 0x20000;
}
