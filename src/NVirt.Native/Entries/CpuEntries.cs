using System.Runtime.InteropServices;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Native.Entries;

/// <summary>Maps and CPUs: opened, read, written and closed; nvirt.h says what each function does.</summary>
internal static unsafe class CpuEntries
{
    [UnmanagedCallersOnly(EntryPoint = "nvirt_map_open")]
    public static int OpenMap(byte* folder, nuint length, nint* map) => NativeCall.Run(() =>
    {
        Returned.Prepare(map, "map");
        string? path = Given.Name(folder, length, "folder");
        *map = Handles.Add(path is null ? CpuMap.Default : Load(path));
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_map_close")]
    public static int CloseMap(nint map) => NativeCall.Run(() => Close<CpuMap>(map, "map"));

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_read")]
    public static int Read(nint map, byte* bytes, nuint length, byte* name, nuint nameLength, nint* cpu) => NativeCall.Run(() =>
    {
        Returned.Prepare(cpu, "cpu");
        string file = Given.DocumentName(name, nameLength);
        NativeCpu[] cpus = ReadAll(map, bytes, length, file);
        *cpu = Handles.Add(cpus.Length == 1 ? cpus[0] : throw new NativeException(
            NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_OneCpu, file, cpus.Length)));
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_read_all")]
    public static int ReadAll(
        nint map, byte* bytes, nuint length, byte* name, nuint nameLength, nint* cpus, nuint capacity, nuint* count) => NativeCall.Run(() =>
    {
        Given.NotNull(count, "count");
        *count = 0;
        if (capacity > 0)
        {
            Given.NotNull(cpus, "cpus");
        }

        NativeCpu[] read = ReadAll(map, bytes, length, Given.DocumentName(name, nameLength));
        for (int i = 0; i < read.Length && (nuint)i < capacity; i++)
        {
            cpus[i] = Handles.Add(read[i]);
        }

        *count = (nuint)read.Length;
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_host")]
    public static int Host(nint map, nint* cpu) => NativeCall.Run(() =>
    {
        Returned.Prepare(cpu, "cpu");
        CpuMap of = Given.Map(map);
        *cpu = Handles.Add(new NativeCpu(HostCpu.Read(of).ToSource(), of));
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_close")]
    public static int Close(nint cpu) => NativeCall.Run(() => Close<NativeCpu>(cpu, "cpu"));

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_format")]
    public static int Format(nint cpu, byte** text, nuint* length) => NativeCall.Run(() =>
    {
        Returned.Prepare(text, length, "text");
        Returned.Write(CpuXml.Format(Given.Cpu(cpu, "cpu").Definition), text, length);
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_has_feature")]
    public static int HasFeature(nint cpu, byte* name, nuint length) => NativeCall.Run(() =>
    {
        NativeCpu of = Given.Cpu(cpu, "cpu");
        string feature = Given.Name(name, length, "name") ?? string.Empty;
        CpuArchitecture arch = of.Source.Arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : of.Source.Arch;

        // No definition can name a bit that libvirt does not know, so its absence from a definition means nothing.
        bool? has = of.Map.FindKnownBit(feature, arch) is { } bit ? of.Source.Has(bit) : of.Source.HasFeature(feature, of.Map);
        return has switch
        {
            true => CpuAnswer.Yes,
            false => CpuAnswer.No,
            null => CpuAnswer.Unknown,
        };
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_cpu_signature")]
    public static int Signature(nint cpu, SignatureStruct* signature) => NativeCall.Run(() =>
    {
        Given.NotNull(signature, "signature");
        if (signature->Size < sizeof(SignatureStruct))
        {
            throw new NativeException(NativeErrorKind.InvalidArgument, Text.Of(Messages.Native_Size, "signature", sizeof(SignatureStruct)));
        }

        if (Given.Cpu(cpu, "cpu").Source.FindSignature() is not { } found)
        {
            return CpuAnswer.Unknown;
        }

        signature->Family = found.Family;
        signature->Model = found.Model;
        signature->Stepping = found.Stepping;
        return CpuAnswer.Yes;
    });

    private static NativeCpu[] ReadAll(nint map, byte* bytes, nuint length, string file)
    {
        CpuMap of = Given.Map(map);
        return [.. CpuReader.Read(Given.Bytes(bytes, length, file), file, of, cpu: null, [QmpDump.Form]).Select(s => new NativeCpu(s, of))];
    }

    // To libvirt a map that cannot be used is an internal error. Here it is the caller's folder.
    private static CpuMap Load(string folder)
    {
        try
        {
            return CpuMap.Load(folder);
        }
        catch (CpuException e)
        {
            throw new NativeException(NativeErrorKind.Unreadable, e.Message);
        }
    }

    // Nothing is nothing to close, as with free.
    private static CpuAnswer Close<T>(nint handle, string name)
        where T : class => handle == 0 || Handles.Remove<T>(handle) ? CpuAnswer.Yes
        : throw new NativeException(NativeErrorKind.BadHandle, Text.Of(Messages.Native_Handle, name));

    /// <summary>nvirt_signature of the header.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SignatureStruct
    {
        public uint Size;
        public uint Family;
        public uint Model;
        public uint Stepping;
    }
}
