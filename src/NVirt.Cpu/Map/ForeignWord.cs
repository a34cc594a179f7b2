using System.Collections.Immutable;

namespace NVirt.Cpu.Map;

/// <summary>What a word of others means.</summary>
internal enum ForeignSense
{
    /// <summary>The names of the map, all together.</summary>
    All,

    /// <summary>One of the names of the map; the word alone does not tell which.</summary>
    OneOf,

    /// <summary>A processor for which there is no model; the named one is near.</summary>
    Near,

    /// <summary>The features of a level, of which there is no model.</summary>
    Level,

    /// <summary>A mode of a definition.</summary>
    Mode,

    /// <summary>A bit of processors that libvirt has no name for.</summary>
    Unnamed,

    /// <summary>No bit: whoever shows the word makes it.</summary>
    Made,

    /// <summary>A name that only makes sense there.</summary>
    Own,
}

/// <summary>A word by which others call a feature or model.</summary>
/// <param name="Word">The word.</param>
/// <param name="Whose">Who uses it: <c>linux</c>, <c>qemu</c>, <c>libvirt</c>, <c>proxmox</c>, <c>psabi</c>, or <c>common</c> for everybody.</param>
/// <param name="IsModel">Whether it stands for a model, rather than for a feature.</param>
/// <param name="Sense">What it means.</param>
/// <param name="Names">The names of the map, or of a mode; empty where there are none.</param>
internal sealed record ForeignWord(string Word, string Whose, bool IsModel, ForeignSense Sense, ImmutableArray<string> Names);
