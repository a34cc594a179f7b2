using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Parallel ports.</summary>
internal static class ParallelWriter
{
    public static void Write(GuestDevices devices, CharacterDevice parallel)
    {
        string id = devices.Numbered(parallel, "parallel");
        string backend = CharacterBackendWriter.Write(devices, parallel, id);
        devices.Write(GuestDevices.Properties("isa-parallel", id)
            .With("chardev", backend)
            .With("index", parallel.TargetPort)
            .OnIsa(devices, parallel));
    }
}
