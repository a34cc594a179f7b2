using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// Whether another document describes the same guest: what a running guest has seen must not change. Devices are left to QEMU,
/// which refuses the state of different ones before the guest leaves.
/// </summary>
internal static class StableDocument
{
    /// <summary>Refuses a document for another guest.</summary>
    /// <param name="document">The document for the destination.</param>
    /// <param name="running">The document of the running guest, with the CPU that was configured.</param>
    /// <param name="live">The CPU that the guest has.</param>
    /// <exception cref="DomainException">Something differs (refused).</exception>
    public static void Require(DomainDocument document, DomainDocument running, CpuDefinition? live)
    {
        DomainDefinition there = document.Definition;
        DomainDefinition here = running.Definition;
        Require("type", there.Type, here.Type);
        Require("uuid", there.Uuid ?? here.Uuid, here.Uuid);
        Require("memory", there.Memory.TotalKiB, here.Memory.TotalKiB);
        Require("vcpu", there.Vcpus.Maximum, here.Vcpus.Maximum);
        Require("vcpu", there.Vcpus.Current, here.Vcpus.Current);
        Require("os/type", there.Os.Arch.ToName(), here.Os.Arch.ToName());
        Require("os/type", there.Os.Machine, here.Os.Machine);
        if (!IsSame(there.Cpu, here.Cpu) && !IsSame(there.Cpu, live))
        {
            throw document.Refused("cpu", Text.Of(Messages.Migration_OtherCpu, Describe(there.Cpu), Describe(here.Cpu)));
        }

        void Require<T>(string path, T value, T expected)
        {
            if (!Equals(value, expected))
            {
                throw document.Refused(path, Text.Of(Messages.Migration_OtherGuest, path, value, expected));
            }
        }
    }

    private static bool IsSame(CpuDefinition? there, CpuDefinition? here) => there is null
        || here is null ? there == here : there.IsAbiEqual(here);

    private static string Describe(CpuDefinition? cpu) => cpu is null ? "-" : cpu.Model ?? CpuWords.Of(cpu.Mode ?? CpuMode.Custom);

    private static DomainException Refused(this DomainDocument document, string path, string text) =>
        new(DomainErrorKind.Refused, document.Refuse(document.PlaceOf(path), text).Message);
}
