using System.Collections.Immutable;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Confinement;

/// <summary>The user that QEMU is when root starts it: one that owns nothing else.</summary>
/// <param name="User">Its number.</param>
/// <param name="Group">The number of its only group, apart from the next.</param>
/// <param name="Accelerator">The group that may use <c>/dev/kvm</c>; <see langword="null"/> if none is needed.</param>
internal sealed record GuestUser(uint User, uint Group, uint? Accelerator)
{
    /// <summary>The user if no other is configured, provided that there is such a user.</summary>
    public const string Usual = "nvirt-qemu";

    private const uint ReadAndWriteOfGroup = 0x30;

    /// <summary>The user by the settings; <see langword="null"/> if QEMU is the same user as we are.</summary>
    /// <exception cref="DomainException">A user or group of the settings does not exist.</exception>
    public static GuestUser? Of(GuestSettings settings)
    {
        if (LinuxSystem.EffectiveUser != 0)
        {
            return null;
        }

        (uint User, uint Group)? found = FindUser(settings.User ?? Usual);
        if (found is not { } user)
        {
            return settings.User is null ? null : throw Missing(settings, settings.User);
        }

        uint group = settings.Group is null ? user.Group : FindGroup(settings.Group) ?? throw Missing(settings, settings.Group);
        return user.User == 0 ? null : new GuestUser(user.User, group, OfAccelerator());
    }

    /// <summary>The words in front of a command that make it this user's, without a way back.</summary>
    public ImmutableArray<string> Launcher =>
    [
        "setpriv", Text.Of("--reuid={0}", User), Text.Of("--regid={0}", Group),
        Accelerator is { } group ? Text.Of("--groups={0}", group) : "--clear-groups",
        "--inh-caps=-all", "--no-new-privs", "--",
    ];

    // A number stands for itself, and a user's for a group of the same number too.
    private static (uint User, uint Group)? FindUser(string name) =>
        Number(name) is { } number ? (number, number) : SystemUsers.FindUser(name);

    private static uint? FindGroup(string name) => Number(name) ?? SystemUsers.FindGroup(name);

    // The last number means "nobody" in calls to the kernel.
    private static uint? Number(string name) =>
        Digits.TryParse(name, out uint number) && number != uint.MaxValue ? number : null;

    private static uint? OfAccelerator() => FileStatus.Of("/dev/kvm") is { } device && device.Group != 0
        && (device.Mode & ReadAndWriteOfGroup) == ReadAndWriteOfGroup ? device.Group : null;

    private static DomainException Missing(GuestSettings settings, string name) => new(
        DomainErrorKind.Failed, Text.Of(Messages.Confine_NoUser, settings.File, Text.OnOneLine(name, 64)));
}
