using NVirt.Platforms;

namespace NVirt.Cli.Input;

/// <summary>What a command is told of its documents that they may not tell themselves. Immutable.</summary>
/// <param name="Form">What they are; <see langword="null"/> to recognise it.</param>
/// <param name="Libvirt">The version of the libvirt that wrote what hosts say; <see langword="null"/> if it is not known.</param>
internal readonly record struct SourceHints(string? Form, Version? Libvirt)
{
    /// <summary>The same for documents that tell their own form.</summary>
    public SourceHints WithoutForm => this with { Form = null };

    /// <summary>What readers of platforms are told.</summary>
    public PlatformReadOptions OptionsOf(Session session) => new() { Map = session.Map, Libvirt = Libvirt };
}
