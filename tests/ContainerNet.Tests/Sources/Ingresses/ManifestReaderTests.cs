using ContainerNet.Hosting;
using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Sources.Ingresses;

public sealed class ManifestReaderTests
{
    private const string App = """
        # Source: shop/templates/ingress.yaml
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          namespace: web
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /$2
        spec:
          ingressClassName: nginx
          tls:
          - hosts: [shop.test]
            secretName: shop-tls
          defaultBackend: { service: { name: other, port: { name: http } } }
          rules:
          - host: shop.test
            http:
              paths:
              - path: /app(/|$)(.*)
                pathType: ImplementationSpecific
                backend: { service: { name: shop, port: { number: 80 } } }
              - path: /pics
                pathType: Prefix
                backend: { resource: { kind: Bucket, name: pics } }
          - host: empty.test
        ---
        ---
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Service
          metadata: { name: shop, namespace: web }
          spec:
            clusterIP: 10.96.0.7
            ports:
            - { name: http, port: 80, targetPort: web }
        - apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata: { name: shop-x, namespace: web, labels: { kubernetes.io/service-name: shop } }
          addressType: IPv4
          ports: [{ name: http, port: 8080, protocol: TCP }]
          endpoints:
          - { addresses: [10.1.0.5], conditions: { ready: true }, targetRef: { kind: Pod, name: shop-1 } }
          - { addresses: [10.1.0.6], conditions: { ready: false } }
          - { addresses: [10.1.0.7], conditions: {} }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: shop-tls }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        """;

    private const string Controller = """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: custom, namespace: ingress-nginx }
        data:
          allow-snippet-annotations: "true"
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
        spec:
          template:
            spec:
              containers:
              - name: controller
                image: registry.k8s.io/ingress-nginx/controller:v1.11.3@sha256:d56f135b6462cfc476447cfe564b83a45e8bb7da2774963b00d12161112270b7
                args: [/nginx-ingress-controller, --configmap=$(POD_NAMESPACE)/custom, --watch-ingress-without-class]
        """;

    [Fact]
    public void Read_TakesEveryKindWithItsPlace()
    {
        IngressSet set = Manifests.Read(App);

        Ingress ingress = Assert.Single(set.Ingresses);
        Assert.Equal("web/shop", ingress.Key);
        Assert.Equal("app.yaml:2:1", ingress.Place.ToString());
        Assert.Equal("nginx.ingress.kubernetes.io/rewrite-target: /$2", ingress.Annotations[0].ToString());
        Assert.Equal("app.yaml:8:5", ingress.Annotations[0].Place.ToString());
        Assert.Equal(["shop.test", "empty.test"], ingress.Rules.Select(r => r.Host));
        Assert.Null(ingress.Rules[1].Paths);
        IngressPath path = ingress.Rules[0].Paths![0];
        Assert.Equal(("/app(/|$)(.*)", IngressPathType.ImplementationSpecific, "shop:80"), (path.Path, path.Type, path.Backend.ToString()));
        Assert.Equal("app.yaml:19:15", path.Place.ToString());
        Assert.Null(ingress.Rules[0].Paths![1].Backend.Service);
        Assert.Equal("other:http", ingress.DefaultBackend!.ToString());
        Assert.Equal("shop-tls", Assert.Single(ingress.Tls).SecretName);
        ClusterService service = Assert.Single(set.Services!);
        Assert.Equal(("web", "10.96.0.7"), (service.Ports[0].TargetPort, service.ClusterIp));
        Assert.Equal([true, false, true], Assert.Single(set.Endpoints!).Endpoints.Select(e => e.IsReady));
        Assert.Equal(["Deployment", "Secret"], set.Ignored.Keys);
        Assert.Null(set.Classes);
        Assert.False(set.IsCluster);
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Read_FindsTheControllerByItsImageAndItsArguments()
    {
        ControllerSettings settings = Manifests.Read(Controller).Controller;

        Assert.Equal(new Version(1, 11, 3), settings.Version);
        Assert.True(settings.AllowsSnippets);
        Assert.True(settings.WatchesWithoutClass);
        Assert.Equal("Critical", settings.RiskLevel);
        Assert.False(settings.IsStrictAboutPaths);
        Assert.False(settings.ValidatesAnnotations);
    }

    [Fact]
    public void Read_WithoutAController_TakesTheDefaultsOfTheLastVersion()
    {
        ControllerSettings settings = Manifests.Read(App).Controller;

        Assert.Equal("", settings.Source);
        Assert.Null(settings.Version);
        Assert.Equal((false, "High", true, true), (settings.AllowsSnippets, settings.RiskLevel, settings.IsStrictAboutPaths, settings.ValidatesAnnotations));
    }

    [Fact]
    public void Read_OfFolders_TakesManifestsOfThemAndOfFoldersInsideWhenAsked()
    {
        BareHost host = new(("/m/b.yml", Manifests.Ingress("b", "/b")), ("/m/a.yaml", Manifests.Ingress("a", "/a")), ("/m/notes.txt", ": :"));

        IngressSet set = ManifestReader.Read(host, new YamlDotNetReader(), new ManifestOptions { Paths = ["/m"] });

        Assert.Equal(["a", "b"], set.Ingresses.Select(i => i.Name));
    }

    [Theory]
    [InlineData("{\"kind\": \"Service\", \"metadata\": {\"name\": \"a\"}}")]
    [InlineData("  {kind: Service, metadata: {name: a}}")]
    [InlineData("{kind: Service, metadata: {name: a}}\n---\n{kind: Service, metadata: {name: b}}")]
    public void Read_OfTextsInBraces_TakesJsonAndYaml(string text) => Assert.Equal("a", Manifests.Read(text).Services![0].Name);

    [Fact]
    public void Read_OfJsonByAPipe_IsNotBoundedByTheSizeOfYaml()
    {
        string items = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"{{\"kind\":\"Service\",\"metadata\":{{\"name\":\"service-number-{i}\",\"labels\":{{\"a\":\"b\"}}}}}}"));

        Assert.Equal(60_000, Manifests.Read($"{{\"kind\":\"List\",\"items\":[{items}]}}").Services!.Count);
    }

    [Fact]
    public void Read_OfOldIngresses_TakesTheirForm_AndSaysThatTheyAreNotServed()
    {
        IngressSet set = Manifests.Read("""
            apiVersion: extensions/v1beta1
            kind: Ingress
            metadata: { name: old }
            spec: { rules: [{ http: { paths: [{ path: /, backend: { serviceName: web, servicePort: http } }] } }] }
            """);

        Assert.Equal("web:http", set.Ingresses[0].Rules[0].Paths![0].Backend.ToString());
        Assert.Contains("not served for ingresses since Kubernetes 1.22", Assert.Single(set.Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnAnnotationWithoutQuotes_SaysWhere()
    {
        IngressSet set = Manifests.Read(Manifests.Ingress("a", "/", annotations: "use-regex: true"));

        Assert.Equal("app.yaml:8:44: an annotation is a text: write \"true\" in quotes, or the API server refuses it", Assert.Single(set.Problems).ToString());
    }

    [Theory]
    [InlineData("kind: Ingress\nmetadata: {name: a}\nspec:\n  rules: {host: a}\n", "app.yaml:4:10: rules is a list, and not a mapping")]
    [InlineData("kind: Ingress\nmetadata: {}\n", "app.yaml:1:1: a name is missing (metadata.name)")]
    [InlineData("kind: Ingress\nmetadata: {name: a}\nspec: {rules: [{http: {paths: [{path: /, pathType: prefix, backend: {}}]}}]}\n", "app.yaml:3:52: pathType is")]
    [InlineData("a: b\n  c: d\n", "app.yaml:2:4")]
    [InlineData("kind: Ingress\nmetadata:\n  name: {{ .Release.Name }}\nspec: {{- toYaml .x }}\n", "fill it in first (helm template)")]
    [InlineData("kind: Service\nmetadata: {name: a}\nspec: {ports: [{port: web}]}\n", "app.yaml:3:23: port is a number, and not a text")]
    public void Read_OfWhatIsWrong_NamesFileLineAndColumn(string text, string expected)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Manifests.Read(text));

        Assert.Equal(Problem.ConfigUnreadable, error.Problem);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAFileThatIsNotThere_SaysSo() => Assert.Equal(
        Problem.TargetNotFound,
        Assert.Throws<ContainerNetException>(() => ManifestReader.Read(
            new BareHost(("/other", "")), new YamlDotNetReader(), new ManifestOptions { Paths = ["/m.yaml"] })).Problem);

    [Fact]
    public void Read_OfListsInsideEachOther_IsBounded()
    {
        string text = string.Concat(Enumerable.Repeat("{kind: List, items: [", 60)) + string.Concat(Enumerable.Repeat("]}", 60));

        Assert.Contains("levels inside each other", Assert.Throws<ContainerNetException>(() => Manifests.Read(text)).Message, StringComparison.Ordinal);
    }
}
