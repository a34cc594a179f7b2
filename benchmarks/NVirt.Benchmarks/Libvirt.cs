using System.Runtime.InteropServices;

namespace NVirt.Benchmarks;

/// <summary>The few functions of libvirt's C library that are measured beside ours.</summary>
internal static partial class Libvirt
{
    private const string Library = "libvirt.so.0";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpen(string uri);

    [LibraryImport(Library)]
    public static partial int virConnectClose(nint connection);

    [LibraryImport(Library)]
    public static partial int virConnectCompareCPU(nint connection, nint xml, uint flags);

    [LibraryImport(Library)]
    public static partial nint virConnectBaselineCPU(nint connection, nint[] xmls, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial nint virConnectGetCapabilities(nint connection);

    [LibraryImport(Library)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventRunDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virGetVersion(out nuint version, nint type, nint typeVersion);

    [LibraryImport("libc.so.6")]
    public static partial void free(nint memory);
}
