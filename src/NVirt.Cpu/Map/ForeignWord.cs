using System.Collections.Immutable;

namespace NVirt.Cpu.Map;

/// <summary>What a foreign word means.</summary>
internal enum ForeignSense
{
    /// <summary>All of the named features or models together.</summary>
    All,

    /// <summary>One of the named ones; the word alone does not decide which.</summary>
    OneOf,

    /// <summary>A processor without a model; the named one is similar.</summary>
    Near,

    /// <summary>The features of a level, for which there is no model.</summary>
    Level,

    /// <summary>A mode of a definition.</summary>
    Mode,

    /// <summary>A bit of processors that libvirt has no name for.</summary>
    Unnamed,

    /// <summary>Not a bit: it is computed by the software that shows it.</summary>
    Made,

    /// <summary>A name that is meaningful only there.</summary>
    Own,
}

/// <summary>Another name for a feature or model.</summary>
/// <param name="Word">The word.</param>
/// <param name="Whose">Who uses it: <c>linux</c>, <c>qemu</c>, <c>libvirt</c>, <c>proxmox</c>, <c>psabi</c>, or <c>common</c> for
/// everyone.</param>
/// <param name="IsModel">Whether it is a model, not a feature.</param>
/// <param name="Sense">What it means.</param>
/// <param name="Names">The names in the map, or of a mode; empty if there are none.</param>
internal sealed record ForeignWord(string Word, string Whose, bool IsModel, ForeignSense Sense, ImmutableArray<string> Names);
