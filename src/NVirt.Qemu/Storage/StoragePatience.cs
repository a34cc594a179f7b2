using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>How long an answer of a file system is waited for: that of a network may hang where nothing can end it.</summary>
internal static class StoragePatience
{
    /// <summary>The time in which something must get on.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Does something with files. If they hang, nobody waits for it any more after a while.</summary>
    /// <param name="name">The pool or the volume, for the message.</param>
    /// <param name="work">What is done; it says whenever it got on.</param>
    /// <exception cref="StorageException">The files hang.</exception>
    public static T Of<T>(string name, Func<Action, T> work)
    {
        try
        {
            return PatientRead.Run(work, Usual);
        }
        catch (TimeoutException)
        {
            throw Silent(name);
        }
    }

    /// <inheritdoc cref="Of{T}(string, Func{Action, T})"/>
    public static T Of<T>(string name, Func<T> work) => Of(name, _ => work());

    /// <summary>What is told of a pool or a volume that hangs.</summary>
    public static StorageException Silent(string name) =>
        new(StorageErrorKind.Failed, Text.Of(Messages.Storage_Silent, Text.OnOneLine(name, 200), Usual.TotalSeconds));
}
