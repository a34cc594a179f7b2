using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NVirt.Native.Entries;

/// <summary>Memory, errors and the version: nvirt.h says what each function does.</summary>
internal static unsafe class ErrorEntries
{
    // Static data needs no freeing.
    private static ReadOnlySpan<byte> VersionText => "0.2.0\0"u8;

    [UnmanagedCallersOnly(EntryPoint = "nvirt_version")]
    public static byte* Version() => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(VersionText));

    [UnmanagedCallersOnly(EntryPoint = "nvirt_free")]
    public static void Free(void* memory) => NativeMemory.Free(memory);

    [UnmanagedCallersOnly(EntryPoint = "nvirt_error_get")]
    public static int Get(ErrorStruct* error)
    {
        // It tells of the last error, so it makes none.
        if (error is null || error->Size < sizeof(ErrorStruct))
        {
            return 1;
        }

        LastError? last = LastError.OfThread;
        error->Kind = (int)(last?.Kind ?? NativeErrorKind.None);
        error->Line = last?.Line ?? 0;
        error->Column = last?.Column ?? 0;
        error->Message = null;
        error->File = null;
        try
        {
            error->Message = Returned.Copy(last?.Message);
            error->File = Returned.Copy(last?.File);
            return 0;
        }
        catch (OutOfMemoryException)
        {
            return 1;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "nvirt_error_clear")]
    public static void Clear(ErrorStruct* error)
    {
        if (error is null || error->Size < sizeof(ErrorStruct))
        {
            return;
        }

        NativeMemory.Free(error->Message);
        NativeMemory.Free(error->File);
        error->Message = null;
        error->File = null;
        error->Kind = 0;
        error->Line = 0;
        error->Column = 0;
    }

    /// <summary>nvirt_error of the header.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ErrorStruct
    {
        public uint Size;
        public int Kind;
        public byte* Message;
        public byte* File;
        public int Line;
        public int Column;
    }
}
