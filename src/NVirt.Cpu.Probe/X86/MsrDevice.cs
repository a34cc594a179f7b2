using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>The MSRs of one processor: eight bytes at the offset of the MSR's index (Linux msr(4)).</summary>
internal sealed class MsrDevice(string path) : IMsrSource, IDisposable
{
    // EIO: the processor faulted on the read.
    private const int InputOutputError = 5;

    private readonly DeviceFile _device = new(path, FileAccess.Read);

    /// <inheritdoc/>
    public X86MsrSource Label => X86MsrSource.Device;

    /// <summary>The device of a processor.</summary>
    /// <param name="folder"><c>/dev/cpu</c>.</param>
    /// <param name="cpu">The number of the processor.</param>
    public static MsrDevice Of(string folder, int cpu) => new(Path.Combine(folder, cpu.ToString(CultureInfo.InvariantCulture), "msr"));

    /// <inheritdoc/>
    public MsrOutcome TryRead(uint index, out ulong value)
    {
        value = 0;
        return _device.Open() is { } handle ? Read(handle, index, out value) : MsrOutcome.Failed;
    }

    /// <summary>The result of using the device.</summary>
    public ProbeSource Describe() => _device.Describe(ProbeSourceKind.MsrDevice);

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private MsrOutcome Read(SafeFileHandle handle, uint index, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        value = 0;
        try
        {
            int count = RandomAccess.Read(handle, bytes, index);
            value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            return count == bytes.Length ? MsrOutcome.Read : MsrOutcome.Failed;
        }
        catch (IOException e) when (e.HResult == InputOutputError)
        {
            return MsrOutcome.Unsupported;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _device.Failure = e.Message;
            return MsrOutcome.Failed;
        }
    }
}
