using NVirt.Cpu;
using NVirt.Daemon.Faults;
using NVirt.Domains.Documents;
using NVirt.Rpc.Constants;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// Reads a domain that a client sends. Text that is not well-formed, another document, and a domain without a name are told apart, since
/// clients go by the number.
/// </summary>
internal static class DomainReading
{
    /// <summary>Reads a domain.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="isValidated">Whether it must also be valid by the schema.</param>
    /// <exception cref="Fault">It is no domain, or not valid.</exception>
    /// <exception cref="CpuException">It asks for something that is not known.</exception>
    public static DomainDocument Parse(string xml, bool isValidated = false)
    {
        if (isValidated && RootOf(xml) is not null)
        {
            SchemaCheck.Require(xml, "(domain_definition)");
        }

        try
        {
            DomainDocument document = DomainDocument.Parse(xml);
            DomainDefinition definition = document.Definition;
            return string.IsNullOrEmpty(definition.Name)
                ? throw Fault.Of(VirErrorNumber.NoName, VirErrorDomain.Domain, Messages.Domain_NoName)
                : definition.Memory.TotalKiB is null or 0 && definition.Cpu?.Numa is null
                ? throw Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Domain, Messages.Domain_NoMemory)
                : document;
        }
        catch (CpuException e) when (e.Kind == CpuErrorKind.Xml)
        {
            throw RootOf(xml) switch
            {
                null => Fault.Of(VirErrorNumber.XmlDetail, VirErrorDomain.Domain, e.Message),
                "domain" => Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Domain, e.Message),
                _ => Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Xml, e.Message),
            };
        }
    }

    // Of text that is not well-formed, nothing.
    private static string? RootOf(string xml)
    {
        try
        {
            using XmlScanner scanner = new(xml, file: null, isSequence: false, CpuException.Of);
            scanner.ReadToOnlyRoot("<domain>");
            string name = scanner.Name;
            WholeDocument document = new();
            Element.Whole(scanner, document);
            scanner.ReadToEnd();
            return name;
        }
        catch (CpuException)
        {
            return null;
        }
    }
}
