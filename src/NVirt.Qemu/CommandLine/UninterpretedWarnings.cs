using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Says what of a document has no effect, because NVirt does not interpret it.</summary>
internal static class UninterpretedWarnings
{
    public static IEnumerable<string> Of(DomainDocument document) => document.Uninterpreted.Select(part =>
        $"{document.File ?? Messages.Args_Document}:{part.Place.Line}:{part.Place.Column}: {Text.Of(Messages.Args_Uninterpreted, part.Path)}");
}
