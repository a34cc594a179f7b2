using System.Runtime.InteropServices;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>The kernel's <c>struct kvm_msrs</c> with one entry.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmMsrs
{
    public uint Count;
    public uint Padding;
    public uint Index;
    public uint Reserved;
    public ulong Value;
}
