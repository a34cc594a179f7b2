using System.Text;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Native;

/// <summary>What a C program gives: bytes, names and handles, each checked before it is used.</summary>
internal static unsafe class Given
{
    /// <summary>The limit of all readers.</summary>
    private const long LongestDocument = 64 << 20;

    private const int LongestName = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A document.</summary>
    public static ReadOnlySpan<byte> Bytes(byte* bytes, nuint length, string name)
    {
        if (bytes is null && length > 0)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Null, name));
        }

        return length <= LongestDocument ? new ReadOnlySpan<byte>(bytes, (int)length)
            : throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_TooLong, name, LongestDocument));
    }

    /// <summary>The text of a document.</summary>
    public static string Document(byte* bytes, nuint length, string name) =>
        UntrustedText.Decode(Bytes(bytes, length, name), new DocumentErrors(name, CpuException.Of));

    /// <summary>A short text; <see langword="null"/> where no pointer is given.</summary>
    public static string? Name(byte* bytes, nuint length, string name)
    {
        if (bytes is null && length == 0)
        {
            return null;
        }

        if (length > LongestName)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_TooLong, name, LongestName));
        }

        try
        {
            string text = Strict.GetString(Bytes(bytes, length, name));
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Utf8, name)) : text;
        }
        catch (DecoderFallbackException)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Utf8, name));
        }
    }

    /// <summary>What a document is called in messages.</summary>
    public static string DocumentName(byte* bytes, nuint length) => Name(bytes, length, "name") is { Length: > 0 } name ? name : "document";

    /// <summary>The map of a handle; the one that is compiled in where none is given.</summary>
    public static CpuMap Map(nint handle) => handle == 0 ? CpuMap.Default : Handles.Find<CpuMap>(handle)
        ?? throw new NativeException(NativeErrorKind.BadHandle, Text.Of(Messages.Native_Handle, "map"));

    /// <summary>The CPU of a handle.</summary>
    public static NativeCpu Cpu(nint handle, string name) => Handles.Find<NativeCpu>(handle)
        ?? throw new NativeException(NativeErrorKind.BadHandle, Text.Of(Messages.Native_Handle, name));

    /// <summary>Several CPUs of one map.</summary>
    public static NativeCpu[] Cpus(nint* handles, nuint count, string name)
    {
        NotNull(handles, name);
        if (count == 0 || count > LongestDocument)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Count, name));
        }

        NativeCpu[] cpus = new NativeCpu[(int)count];
        for (int i = 0; i < cpus.Length; i++)
        {
            cpus[i] = Cpu(handles[i], name);
            SameMap(cpus[0], cpus[i]);
        }

        return cpus;
    }

    /// <summary>Names with commas between; <see langword="null"/> where none are given.</summary>
    public static CpuModelList? Models(byte* bytes, nuint length) => Name(bytes, length, "models") is { Length: > 0 } names
        ? CpuModelList.Of(names.Split(',', StringSplitOptions.RemoveEmptyEntries)) : null;

    /// <summary>Refuses two CPUs of different maps: their features have different numbers.</summary>
    public static void SameMap(NativeCpu one, NativeCpu other)
    {
        if (one.Map != other.Map)
        {
            string problem = Messages.Native_MapsDiffer;
            throw new NativeException(NativeErrorKind.InvalidArgument, problem);
        }
    }

    /// <summary>Refuses a missing pointer.</summary>
    public static void NotNull(void* pointer, string name)
    {
        if (pointer is null)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Null, name));
        }
    }

    /// <summary>Refuses bits that no version so far knows.</summary>
    public static void Flags(uint flags, uint known)
    {
        if ((flags & ~known) != 0)
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Flags, $"0x{flags & ~known:x}"));
        }
    }
}
