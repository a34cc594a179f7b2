using NVirt.RelaxNg.DataTypes.Expressions;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>The data types that schemas can name: those of XML Schema, and the two that RELAX NG has itself.</summary>
internal static class DataTypeLibrary
{
    public const string XmlSchema = "http://www.w3.org/2001/XMLSchema-datatypes";

    /// <summary>RELAX NG's own type, for values without a type.</summary>
    public static DataType Token { get; } = new StringType(WhiteSpace.Collapse, () => Messages.Type_Text, _ => true);

    private static readonly Dictionary<string, DataType> BuiltIn = new(StringComparer.Ordinal)
    {
        ["string"] = new StringType(WhiteSpace.Preserve, () => Messages.Type_Text, _ => true),
        ["token"] = Token,
    };

    private static readonly Dictionary<string, DataType> XmlSchemaTypes = NewXmlSchemaTypes();

    /// <summary>Whether there is a library with that name.</summary>
    public static bool Has(string library) => library is "" or XmlSchema;

    /// <summary>A library's type by its name; <see langword="null"/> if there is none.</summary>
    public static DataType? Find(string library, string name) => (library == XmlSchema ? XmlSchemaTypes : BuiltIn).GetValueOrDefault(name);

    /// <summary>Makes a condition from a parameter.</summary>
    /// <param name="type">The type.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="context">The context of the value.</param>
    /// <returns><see langword="null"/> if the type has no such parameter.</returns>
    /// <exception cref="FormatException">The value is not valid for this parameter; the message says why.</exception>
    public static Facet? NewFacet(DataType type, string name, string text, ITextContext context) => name switch
    {
        "pattern" => new Facet.Pattern(Expression.Parse(text, context.Budget)),
        "length" when type.Length is { } measure && Count(text) is var count => new Facet.Length(measure, count, count),
        "minLength" when type.Length is { } measure => new Facet.Length(measure, Count(text), int.MaxValue),
        "maxLength" when type.Length is { } measure => new Facet.Length(measure, 0, Count(text)),
        "minInclusive" when type.IsOrdered =>
            new Facet.Bound(type, KeyOfBound(type, text, context), text, IsLeast: true, IsInclusive: true),
        "minExclusive" when type.IsOrdered =>
            new Facet.Bound(type, KeyOfBound(type, text, context), text, IsLeast: true, IsInclusive: false),
        "maxInclusive" when type.IsOrdered =>
            new Facet.Bound(type, KeyOfBound(type, text, context), text, IsLeast: false, IsInclusive: true),
        "maxExclusive" when type.IsOrdered =>
            new Facet.Bound(type, KeyOfBound(type, text, context), text, IsLeast: false, IsInclusive: false),
        "totalDigits" when type.HasDigits && Count(text) is var count and > 0 => new Facet.Digits(count, IsBehindPoint: false),
        "fractionDigits" when type.HasDigits => new Facet.Digits(Count(text), IsBehindPoint: true),
        _ => null,
    };

    private static Dictionary<string, DataType> NewXmlSchemaTypes()
    {
        StringType nameToken = new(WhiteSpace.Collapse, () => Messages.Type_NameToken, NameForms.IsNameToken);
        StringType ncName = new(WhiteSpace.Collapse, () => Messages.Type_NcName, NameForms.IsNcName);

        // Without a document type, there are no entities or notations for a value to name.
        StringType undeclared = new(WhiteSpace.Collapse, () => Messages.Type_Undeclared, _ => false);
        return new Dictionary<string, DataType>(StringComparer.Ordinal)
        {
            ["string"] = new StringType(WhiteSpace.Preserve, () => Messages.Type_Text, _ => true),
            ["normalizedString"] = new StringType(WhiteSpace.Replace, () => Messages.Type_Text, _ => true),
            ["token"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_Text, _ => true),
            ["language"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_Language, NameForms.IsLanguage),
            ["Name"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_Name, NameForms.IsName),
            ["NCName"] = ncName,
            ["ID"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_NcName, NameForms.IsNcName),
            ["IDREF"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_NcName, NameForms.IsNcName),
            ["IDREFS"] = new ListType(ncName, () => Messages.Type_NcNames),
            ["NMTOKEN"] = nameToken,
            ["NMTOKENS"] = new ListType(nameToken, () => Messages.Type_NameTokens),
            ["ENTITY"] = undeclared,
            ["ENTITIES"] = new ListType(undeclared, () => Messages.Type_Undeclared),
            ["NOTATION"] = undeclared,
            ["QName"] = new QualifiedNameType(),
            ["anyURI"] = new StringType(WhiteSpace.Collapse, () => Messages.Type_Uri, UriForm.IsRight),
            ["boolean"] = new BooleanType(),
            ["hexBinary"] = new HexType(),
            ["base64Binary"] = new Base64Type(),
            ["float"] = new FloatType(isSingle: true),
            ["double"] = new FloatType(isSingle: false),
            ["decimal"] = new DecimalType(isInteger: false),
            ["integer"] = new DecimalType(isInteger: true),
            ["nonPositiveInteger"] = new DecimalType(isInteger: true, most: "0"),
            ["negativeInteger"] = new DecimalType(isInteger: true, most: "-1"),
            ["nonNegativeInteger"] = new DecimalType(isInteger: true, "0"),
            ["positiveInteger"] = new DecimalType(isInteger: true, "1"),
            ["long"] = new DecimalType(isInteger: true, "-9223372036854775808", "9223372036854775807"),
            ["int"] = new DecimalType(isInteger: true, "-2147483648", "2147483647"),
            ["short"] = new DecimalType(isInteger: true, "-32768", "32767"),
            ["byte"] = new DecimalType(isInteger: true, "-128", "127"),
            ["unsignedLong"] = new DecimalType(isInteger: true, "0", "18446744073709551615", isUnsigned: true),
            ["unsignedInt"] = new DecimalType(isInteger: true, "0", "4294967295", isUnsigned: true),
            ["unsignedShort"] = new DecimalType(isInteger: true, "0", "65535", isUnsigned: true),
            ["unsignedByte"] = new DecimalType(isInteger: true, "0", "255", isUnsigned: true),
            ["dateTime"] = new DateType(DateForms.DateTime, () => Messages.Type_DateTime),
            ["date"] = new DateType(DateForms.Date, () => Messages.Type_Date),
            ["time"] = new DateType(DateForms.Time, () => Messages.Type_Time),
            ["gYearMonth"] = new DateType(DateForms.YearMonth, () => Messages.Type_YearMonth),
            ["gYear"] = new DateType(DateForms.OnlyYear, () => Messages.Type_Year),
            ["gMonthDay"] = new DateType(DateForms.MonthDay, () => Messages.Type_MonthDay),
            ["gMonth"] = new DateType(DateForms.OnlyMonth, () => Messages.Type_Month),
            ["gDay"] = new DateType(DateForms.OnlyDay, () => Messages.Type_Day),
            ["duration"] = new DurationType(),
        };
    }

    private static int Count(string text) => Digits.TryParse(Blanks.Trim(text), out int count)
        ? count
        : throw new FormatException(Messages.Facet_NoCount);

    private static string KeyOfBound(DataType type, string text, ITextContext context) => type.Key(text, context)
        ?? throw new FormatException(Text.Of(Messages.Facet_NoBound, type.Description));
}
