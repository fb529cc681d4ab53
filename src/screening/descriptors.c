/* SPDX-License-Identifier: Apache-2.0 */
/* Words that say what an organisation does or is, rather than which one it is: in English, in the
 * romanised languages of the lists, abbreviated. What one spelling of a name has of them the next
 * translates, abbreviates or leaves out. Words of one line stand for each other; a word stands in
 * one line only; `*` ends a stem, which any ending of a Slavonic adjective or noun may follow.
 * Abbreviations are those of the lists (OFAC and BIS write both forms as names of one party), of
 * ISO 4 for titles, and of GOST R 7.0.12 and common use for Russian ones. */
#include "screening/name.h"

const char *const DESCRIPTOR_GROUPS[] = {
    /* What it is. */
    ("group grp grup gruppa gruppe groupe grupo grupp jituan guroup gk konzerngruppe majmueh "
     "majmua"),
    "holding holdings hldg hldgs kholding holdco beteiligungs kholdingovaya",
    ("association assn assoc asociacion assotsiatsiy* obedineni* obyedineni* associacao union "
     "verband verein associazione ittihad ettehadiyeh etehadiyeh dernegi birligi associations "
     "vereinigung obyedinyonn* xiehui lianhe"),
    ("organization organisation org organizatsiy* organizacion organisasjonen organizacao "
     "sazeman organisazione organisationen teshkilati munazzamat monazzameh organizatsii "
     "organizatsiya zuzhi"),
    ("enterprise enterprises ent entp predpriyati* empresa empresas entreprise entreprises "
     "isletmeleri unternehmen azienda impresa betrieb qiye predpriyatiye pidpriemstvo "
     "pidpryyemstvo pratichthan"),
    ("factory fabrik* zavod zavody zavoda zavodov zavodom works plant plants usine fabrica "
     "kombinat combine karkhana karkhane gongchang fabrikasi werk werke fabbrica stabilimento "
     "kombinaty masna masnaa fabrikasy"),
    ("center centre centers centres centr ctr tsentr* centro zentrum merkezi markaz markazi "
     "zhongxin centru merkez tsentry"),
    "bureau byuro buro biuro burosu office oficina bureaux daftar ofisi",
    ("institute inst institut instituto instituta institutes yanjiuyuan yanjiusuo enstitusu "
     "pazhuheshgah istituto institutul institutet mahad maahad"),
    ("university univ universitet* universidad universite universitat universiteti daxue "
     "daneshgah universitas"),
    "academy akademi* academia academie acad xueyuan akademie accademia akademisi akademiya",
    "college kolledzh* collegium",
    "school shkol* escuela ecole schule scuola madrasa madrasah madrassa okul okulu",
    ("laboratory laboratories laboratori* lab labs laboratorio laboratoire labor laboratorium "
     "laboratuvari laboratoriya"),
    "agency agencia agence agentstv* agentur ajansi agentura agenzia wakala ajans agentstvo",
    ("department departament* dept departement departamento directorate division upravleni* "
     "departamentul abteilung mudiriyat idara idareh daire mudurlugu upravlenie"),
    "government govt gov pravitelstv* gobierno regierung hukumat hokumat devlet hukumeti",
    ("ministry ministerstv* ministerio ministere bakanligi vezarat ministerium ministero "
     "wizarat wizara vizarat vezarate"),
    ("committee komitet* cttee comite komite commission komissi* comision komitee comitato "
     "lajna lajnat komitesi komissiya kommission kommissionen weiyuanhui council sovet soviet "
     "consejo conseil majlis shura rada"),
    ("foundation fdn fund funds fond fundacion fondation fundacao stiftung stichting stiftelse "
     "bonyad "
     "vakfi waqf fundatia fondazione fondatsiya vaqf vakif bonyade foundations mabarrat "
     "fundacja fondas fundo fondu fonds fondo"),
    ("society societe sociedad sociedade obshchestv* jamiat jamiyat cemiyeti gesellschaft "
     "societa towarzystwo stowarzyszenie anjoman jamaiyah jamiyya jamaiyyah jamiyyah jameeah "
     "cemiyet obschestv* obshestv*"),
    ("charity charities charitable blagotvoritel* khayriyya khairiyya hayir charitative "
     "caritative caridad beneficencia hayriye khayriyah khayriya kheiriyeh kheyriyeh "
     "khairiyah"),
    ("establishment etablissement est muassasat muassasa mouassasat moasseseh moassese "
     "institution muassasah muassese muessese mussasat"),
    "complex kompleks* mojtama compound complejo komplex complesso majmaa mojtame",
    "branch filial* sucursal succursale subesi filiale filialis zweigstelle shobeh",
    "authority authorities autoridad autorite autorita haiat",
    "administration administratsi* admin administracion",
    "concern kontsern* konzern",
    "corporation korporatsi* corporacion korporation korporasyonu korporacija",
    "house dom haus maison casa khane khaneh dar beit bayt",
    "network networks seti",
    "kapital capital",
    ("bank banque banco banka bnk bancorp bankasi yinhang sberegatel* banki bankas "
     "bankaciligi bankleumi bankowy masraf bankirsk*"),
    "club klub",
    ("brothers bros hermanos bratya freres fratelli gebruder kardesler kardesleri ikhwan "
     "baradaran broederen"),
    "partner partners partnery partneri partenaire partenaires ortaklik ortaklari",
    "associate associates",
    "world worldwide mirov* mondial mundial welt dunya",
    /* Where it acts, and for whom. */
    ("international intl internatl int mezhdunarodn* internacional internationale "
     "internazionale uluslararasi guoji beynelmilel internatsional* beinalmelal beynolmelal "
     "mezhdunar* duwali dawli duwaliya"),
    "global globaln* globale",
    ("national natl nat natsionaln* nacional nationale ulusal melli natsional* nationaux "
     "nationaal melliye watani wataniya wataniyya narodn* narodow* peoples popular people "
     "folk"),
    "general gen gl generaln* genel omumi obsch* obshch* generale algemene amma aam",
    "state gosudarstvenn* estatal staatlich* estatale etat stato dolati dowlati devleti",
    "federal federaln*",
    "regional regionaln* interregional mezhregionaln*",
    "central tsentraln* centrale zentral* markaziye centrala",
    ("united obedinenn* obyedinenn* unidos unida unifie unie vereinigte vereinigt birlesik "
     "mottahed muttahida obedinyonn*"),
    ("military voenn* voyenn* militar askeri militaire militare militarisch* nezami askariya "
     "voennaya"),
    "security sec bezopasnost* seguridad guvenlik sicherheit securite sigurnost amn amniyat",
    ("defense defence oboronn* oborony savunma defensa difa verteidigung defensa* dafa "
     "defence* defa vko"),
    "special spetsialn* spets spec especial speciale spezial vizhe spetsialnyy",
    /* What it does. */
    ("technology technologies tech techs teck tekhnologi* teknoloji technologie tecnologia "
     "tecnologias teknolojileri tekhnolodzhi technologiya keji jishu fanavari tekno "
     "tekhnolohii techno tekhno tecno tekhnologicheskiy technologic technological "
     "technologischen technologien"),
    "technical tekhnichesk* technic technics tekhnik* technique teknik tecnica",
    ("engineering engr engg eng engrg muhendislik inzhiniring* inzhenern* ingenieria "
     "ingenierie gongcheng mohandesi engineers ingenieur ingenieure inzhenerny* handasa "
     "handasiya"),
    ("manufacturing mfg manuf manufacture manufacturer manufacturers mfrs zhizao imalat "
     "manufactory makers maker hersteller fabrication istehsal sakht sazi fertigung"),
    ("production productions proizvodstv* proizvodstvenn* uretim produktion produccion "
     "producao tolid tolidi producing producers producer productive proizvodstvo uretimi "
     "productora"),
    "product products prod produkt* productos urunleri urunler produits",
    ("industry industries ind inds industri* industrie industrias sanayi sanayii "
     "promyshlennost* gongye sanaye sanat industria industrial industriel promyshlenn* prom "
     "industriz industrien industriya industrialnyy industrialnaya promyshl* sinaat sinaiya "
     "sinai przemysl"),
    ("trading trade tradings trdg ticaret ticareti torgov* torgovl* treid treiding commerce "
     "commercial comm coml comercial kommerchesk* comercio comercializadora commercio "
     "bazargani tejarat tijarat tijara maoyi shangmao handel handels trd merchant commerciale "
     "tejarati tejari tijari tijariya trades traders trader handelsgesellschaft commerc* "
     "ticari tejaratte bazarganie torhov* treyding"),
    ("import imports imp ithalat importaciones jinkou importadora importn* importation "
     "einfuhr waridat varedat vvoz"),
    ("export exports exp ihracat exportaciones chukou exportadora eksport* exportn* "
     "exportation ausfuhr sadirat saderat vyvoz exporting"),
    "importexport impex impeks",
    ("development developments devel razviti* desarrollo developpement gelistirme kaifa tose "
     "entwicklung entwicklungs sviluppo tanmiya tanmiyat tosee toseh towseh towsee razvitiya "
     "kalkinma"),
    ("research rsch res issledovatel* issledovani* scientific science sciences sci nauchn* "
     "nauk yanjiu arastirma tahghighat investigacion recherche recherches kexue forschung "
     "forschungs ricerca pesquisa issledovatelski tahqiqat tahghighati pajouhesh bohouth "
     "buhuth"),
    "design designs proektn* konstruktorsk* tasarim diseno sheji tarrahi",
    "experimental opytn* opytno eksperimentaln* pilot",
    "testing test tests ispytatel* ispytani*",
    ("management mgmt mgt managing upravlyayushch* upravlyaiushch* menedzhment yonetim "
     "gestion guanli verwaltung verwaltungs gerencia modiriat modiriyat amministrazione "
     "managers"),
    ("service services serv svc svcs svs servis servisy servicios servico servicos hizmetleri "
     "khadamat fuwu obsluzhivani* dienst dienste dienstleistungen usluhy uslugi khidmat "
     "khadamate xizmat hizmet"),
    ("system systems sys syst sistem* sistemas sistemleri xitong systemes sistems systeme "
     "systemy systemen radiosistem* samaneh"),
    ("electronic electronics elec elektron* elektronik electronica elektroniks dianzi "
     "electronique elektronika optoelectronic optoelectronics elektronics elektronske "
     "elettronica elektronicheskiy elektronnyy"),
    "microelectronic microelectronics mikroelektron* weidianzi micro",
    "semiconductor semiconductors poluprovodnik* bandaoti semicon",
    ("electric electrical elect elektrik elektro elektrotekhn* dianqi electrica electro "
     "elettrica elektrisch* electrics electricity elektrichestv* elektroenerget* barq kahraba "
     "elektrichesk* energetik"),
    "component components komponent* bilesenleri",
    "radio radiotekhnichesk* radiotechnical radioelektron* radioelectronic",
    ("transport transportation trans transp transportes transporte transportn* transports "
     "yunshu nakliyat tasimacilik haml naghl verkehr trasporti naql nagliyyat perevozk* "
     "transportowy spedition speditions freight cargo gruz*"),
    ("logistics logistic logistik* logistica lojistik wuliu logistique logistik lojistigi "
     "logistyka"),
    ("shipping shpg ship ships sudokhod* kashtirani gemicilik hangyun shiping navigation "
     "schiffahrt schifffahrt reederei navigazione navegacion naviera milaha keshtirani "
     "sudokhodn* parakhodstv* parokhodstv* steamship"),
    ("shipbuilding shipyard shipyards sudostroitel* tersane tersanesi chuanbo zaochuan verf "
     "schiffbau shipbuilders sudostroeni* sudoverf* sudoremont* tersaneleri keshtisazi"),
    ("marine maritime denizcilik morsk* maritima daryai ocean sea haiyang maritimes maritimo "
     "seefahrt bahri bahriya morskoi okean mor"),
    ("aviation avn aviatsi* aviatsionn* havacilik aviacion hangkong havapeymai aircraft  "
     "luftfahrt aviazione tayaran havaii havai aeronautical aeronautics aeronautica "
     "aviastroit* aviastroeni* aviapromyshl*"),
    ("aerospace aero aerokosmichesk* hangtian havafaza aeroespacial kosmichesk* space "
     "aerospatial* raumfahrt aerospaziale kosmonavt* kosmos kosmicheskaya"),
    ("airlines avia airline airways aviakompani* aerolineas aviali* aerien aeriennes avialinii "
     "khutut hava yollari aviakompaniya air"),
    ("petroleum petrol oil neft neftyan* petrolleri naft nafti shiyou petroleo yag erdol "
     "oelgesellschaft mineralol neftyanaya neftegaz* nafta nefti petroleos petroles petrolera "
     "petroliere petrolier petrolio neftehim*"),
    "gas gaz gazov* tianranqi gaza gazovaya gaziran gazi",
    "petrochemical petrochemicals petrokimya neftekhimichesk* petroshimi petrochem shihua",
    "refinery refining refineries neftepererabatyva* rafineri palayesh",
    ("chemical chemicals chem khimichesk* kimya kimyevi quimica chimie huaxue khimi* "
     "chemistry himiko chemie chimica chimique chemisch* khimiya kimyasal kimiya shimi "
     "shimiyai khimprom*"),
    ("energy energiy* energia enerji energo energetichesk* nengyuan energie power energetik* "
     "enerjisi energies energetika energeticheskaya tavanir niroo nirou taqa elektroenergiya"),
    ("construction constructions constr const insaat construcciones construccion stroitel* "
     "stroy jianshe jianzhu sakhtemani constructora builders building buildings bau "
     "baugesellschaft edilizia stroyk* stroi insaati sakhteman omran imar bina ingsaat "
     "budowlan* budivel*"),
    "equipment equip eqpt oborudovani* ekipmanlari ekipman shebei tajhizat",
    ("machinery mach machine machines makina makine mashin* jixie mashinostroeni* "
     "mashinostroitel* machinebuilding mashinostroyeni* maschinen maschinenbau macchine "
     "maquinaria mashinostroitelnyy mashinostroy* mashinebau mashinen mashzavod machinebuild* "
     "machinebuilders"),
    "mechanical mekhanichesk* mecanica",
    ("instrument instruments instr instrumentation priborostroeni* priborostroitel* pribor* "
     "yiqi priborostroyeni* instrumente priborostroitelnyy"),
    "precision prec tochn* prazision presisyon precise daqiq daghigh",
    "optical optics optik* optichesk* guangxue opto optika optique optica optronics optronic",
    "mechanics mekhanik*",
    ("investment investments invest inv investitsi* inversiones yatirim sarmayegozari touzi "
     "investitsionn* investition investitionen investitsionnyy sarmaye sarmayeh inversion "
     "investissement investissements istithmar istismar investitsii"),
    ("finance financial fin finans finansov* financiera finansal jinrong finanz finanzas "
     "finances maliye maliyya"),
    ("insurance strakhov* sigorta bimeh seguros versicherung assurance assicurazioni tamin "
     "bimah straxov*"),
    "leasing lizing",
    ("consulting consultancy consultants consultores konsalting danismanlik beratung "
     "mushavere moshavereh consultancies konsult*"),
    "marketing pazarlama marketinq",
    ("communication communications comms telekommunikatsi* svyaz* svyazi haberlesme tongxin "
     "telecom telecommunications telekom telecommunication kommunikation telekommunikation "
     "ertebatat ittisalat etesalat communicaciones svyazy"),
    ("information informatsionn* informatsi* info bilgi xinxi informatics informatik* "
     "informations informacion informazioni malumat ettelaat informatsionnaya"),
    ("computer computers comp kompyuter* bilgisayar jisuanji rechner rayaneh kompyuterov "
     "ordinateur"),
    "software yazilim ruanjian",
    "digital tsifrov* dijital shuzi",
    ("automation avtomatik* avtomatizatsi* otomasyon zidonghua automated automatic "
     "avtomatizirovann*"),
    "control controls upravleniya",
    ("metal metals metall* metallurgichesk* metallurgical metallurgiy* metalurji metalle "
     "metallo felezat maadin metalurgica metallurgie metallurgia metzavod"),
    "steel stalelitein* foolad fulad gangtie stahl acier acero staal celik hadid stal",
    ("mining gornodobyva* gorn* madencilik kuangye mines bergbau miniere minero mineria "
     "mineral minerals maaden madan madeni ruda"),
    "material materials matl material* malzemeleri cailiao materiaux materiali mavad materialy",
    "resource resources resurs* ziyuan resursy recursos",
    "solution solutions resheni* cozumleri losungen solucoes soluciones",
    "supply supplies snabzheni* tedarik supplier suppliers postavk* postavka tedarigi",
    ("automobile automotive auto avtomobil* otomotiv qiche khodro automotriz motor motors "
     "vehicle vehicles automobil automobiles khodrosazi khodrou avtozavod avtomobilny "
     "otomobil motosiklet mototsikl*"),
    "repair remontn* remont onarim reparatur reparation tamirat servisnoe",
    ("pharmaceutical pharmaceuticals pharma farma farmatsevtichesk* ilac daroo "
     "pharmazeutisch* farmaceutica daroosazi darusazi dawaiya farmatsiya"),
    ("medical med medikal meditsinsk* tibbi yiliao medicina medizin* medicale tibb pezeshki "
     "sanitary mediko"),
    "textile textiles tekstil* mensucat tekstilnyy textilien nassaji",
    ("food foods gida shipin pishchev* lebensmittel alimentaire alimentaria alimentos gazai "
     "ghazaei pishchevoy pischev*"),
    ("agricultural agro agriculture agricola selskokhozyaystvenn* tarim keshavarzi "
     "landwirtschaft* agraire agraria agrarn* agrarian ziraat ziraiya selkhoz* keshavarz"),
    "tourism turizm turismo turist* travel travels tour tours tourisme seyahat siyaha turistik",
    ("exchange exch sarafi sarrafi birzha hawala sarrafiha havaleh remittance remittances "
     "sarafiyyah transfers transfer perevod* cambio bureaux* exchanges currency moneychanger "
     "serafa sarafa exchangers wechsel"),
    "missile missiles raketn* mushaki",
    "nuclear yadern* atomn* atomic hasteh nukleer nukleare hastei atomi",
    ("property properties realty emlak inmobiliaria nedvizhimost* immobilien immobilier amlak "
     "estate"),
    "packaging upakovk* ambalaj",
    ("publishing izdatel* yayincilik press verlag edition editions editorial intisharat "
     "entesharat"),
    "media mediya smi medien",
    "online internet onlayn",
    "movement dvizheni* hareketi movimiento harakat bewegung mouvement harakatul harekat",
    "party partiya partisi partido partei parti hezb hizb partito",
    "charter chartern*",
    "free svobodn* serbest frei libre",
    "foreign vneshn* vneshneekonomichesk* dis zovnishn* vneshnetorg* khariji",
    "domestic ic",
    "advanced perspektivn*",
    ("new novoe novaya novyy novyi nuevo nueva nouvelle nova neu neue nuova noul novogo jadid "
     "jadeed yeni"),
    "heavy tyazhel* tyazhol* schwer sangin",
    "applied prikladn* appliquees applique angewandte karbordi",
    "physical physics fizichesk* fiziki fizika physik physique fisica fiziko",
    "measurement measurements izmereni*",
    "mathematical matematichesk*",
    "biological biology biologichesk* biologi*",
    "polymer polymers polimer* polimerov",
    "battery akkumulyatorn* batarei batarey batareya akkumulyator* batteries",
    "cable cables kabel*",
    "wire provod*",
    "glass stekl* stekol* glas verre",
    "rubber rezin* kauchuk*",
    "paper bumag* bumazhn* papier papel",
    "water vodn* vod",
    "port ports portov* puerto liman hafen porto morport*",
    ("railway railways rail zheleznodorozhn* demiryolu rahahan eisenbahn eisenbahnen "
     "ferroviaire ferrocarriles ferrocarril chemins demiryollari ferroviaria railroad "
     "railroads zheleznye zheleznaya chyhunka chygunka rahahane kolej koleje"),
    "road roads dorozhn* dorog strasse rah tariq*",
    "satellite satellites sputnik*",
    "rocket rockets",
    ("arms weapon weapons vooruzheni* oruzhi* oruzhein* silah waffen armi armes armas aslihe "
     "selah"),
    "ammunition boeprip* muhimmat",
    "tool tools instrumental* instrumentaln* werkzeug alat",
    "bearing bearings podshipnik*",
    "pipe pipes trub trubn* boru",
    ("engine engines dvigatel* motorn* motoren moteurs dvigateli dvigateley enginebuilding "
     "dvigatelestroit* dvigatelestroeni*"),
    "turbine turbines turbin*",
    "pump pumps nasos*",
    "valve valves armatur*",
    "furniture mebel*",
    "fishing rybn* rybolovn* fischerei pesca peche sayd",
    "unmanned bespilotn*",
    "simulation modelirovani*",
    "cybernetics kibernetik*",
    "humanitarian gumanitarn* insani humanitaire humanitaria insaniya",
    "cultural culture kulturn* kultury farhangi kulturel* culturelle thaqafi",
    "npp npk npf",
    "npts nptc npc ntts ntc nts nits",
    "nii tsnii cnii vnii niip gnii",
    "okb skb tskb ckb cdb kb pkb spkb mkb",
    "td",
    "tk",
    "uk",
    "pk ppk",
    "pkf pkp",
    "nk ngk",
    "tpk fpk",
    "gok",
    ("relief aid yardim secours socorro hilfe aide ayuda ighatha ighathah emdad imdad "
     "pomoshch* pomoshi assistance yardimi soccorso"),
    "academician akademik*",
    ("command komandovani* kommando commandement qarargah gharargah headquarters hq qiyada "
     "farmandehi komanda"),
    ("islamic islamiya islamiyya islamique islamica islamisch* eslami islami islamsk* "
     "alislamiyah islamiyyah islamiyah"),
    "market marketplace supermarket rynok bazar bazaar souk suq markt mercado marche",
    "resort sanatorium sanatori* pansionat kurort hotel gostinits*",
    "army armee ejercito jaysh jaish armi* ordu ordusu artesh",
    ("brigade brigades saraya liwa battalion battalions katibat kataib katiba brigad* tugayi "
     "regiment division*"),
    "front jabhat jabha cephesi jebhe fronte",
    "force forces quwat quwwat niru niruye fuerzas kuvvetleri sil sily",
    "youth young molodezh* molodyozh* yunost javanan shabab genclik juventud jeunesse jugend",
    "social public sotsialn* obshchestvenn* obschestvenn* sosyal ejtemai ijtimai",
    "preaching call dawa daawa dawah aldawa proselytism",
    "gold golden zolot* altin oro dor zarrin dhahab",
    "diamond diamonds almaz* elmas diamante brilliant*",
    "star stars zvezda zvyozdn* estrella etoile setareh",
    "lubricant lubricants smazochn* lubrikant*",
    "coal ugoln* ugol* komur carbon charbon kohle",
    "potash kalij* kaliyn* kali potassium",
    "civil grazhdansk* sivil zivil",
    "business biznes businesses geschaft",
    "store stores shop shops magazin* magaza boutique tienda",
    ("jewelry jewellery jewelers jewellers kuyumculuk yuvelirn* bijouterie mucevherat "
     "mojawharat"),
    "restaurant restoran* lokanta",
    ("hospital bolnits* hastane hastanesi bimarestan mustashfa hopital krankenhaus klinik* "
     "clinic"),
    "television tv televizion* televidenie telewizj* teleradio",
    "gaming games game igr* jeux oyun",
    "studio studios estudio",
    "village selo koy deh",
    "river rek* nehir rud",
    "mountain gora dag kuh",
    "land zeml* earth toprak ard terre tierra",
    "green zelen* yesil sabz vert verde",
    "red krasn* kizil sorkh rouge rojo ahmar",
    "blue sin* mavi abi bleu azul",
    "white bel* beyaz sefid blanc blanco abyad",
    "black chern* siyah noir negro aswad",
    "great big bolsh* grand gran buyuk bozorg",
    "eagle orel kartal oghab aguila",
    "dragon drakon* ejderha",
    "pioneer pioneers pishgam pishgaman pishro",
    "modern sovremenn* moderne modernn* nowoczesn*",
    "rescue spasatel* nejat sauvetage",
    "wood timber les lesn* lesopromyshl* holz forest forestry leshoz*",
    "tobacco tabak* tutun dokhaniyat",
    "wine vin* vinograd* vinzavod* winery wines",
    "flight poletn* ucus letn* parvaz",
    "helicopter helicopters vertolet* helikopter balgard",
    "aggregate agregat* agregatn*",
    "electromechanical elektromekhanichesk* elektromechanichesk*",
    "mechatronics mechatronic mekhatronik*",
    "relay relays rele releyn*",
    "laser lasers lazer* lazern*",
    "vacuum vakuum*",
    "crystal crystals kristall* krystall*",
    "quantum kvant* kvantov*",
    "nano nanotekhnolog* nanotechnology nanotech",
    "bio biotech biotechnology biotekhnolog* biotechnologies",
    "innovation innovations innovative innovatsi* innovatsionn* noavari yenilik",
    "trust trusts trest",
    "secretariat sekretariat*",
    "embassy posolstv* sefarat",
    "court sud* mahkeme dadgah",
    "police polits* polis politsi*",
    "prison tyurm* turma zendan hapishane sijn",
    "tractor tractors traktor* traktorn*",
    "tank tanks tankov*",
    "truck trucks kamaz*",
    "wagon wagons vagon* vagonn*",
    "bridge most* mostov* kopru",
    "tunnel tunel* tonnel*",
    "geophysical geofizichesk* geofizik* geophysics",
    "geological geologichesk* geologorazved* geology geologi*",
    "exploration razvedochn* razvedk* ekteshaf arama",
    "drilling burov* buren* haffari sondaj",
    "pipeline pipelines truboprovod*",
    "salt sol*",
    "cement tsement* cimento siman",
    "gypsum gips*",
    "ceramic ceramics keramik* keramichesk* seramik",
    "plastic plastics plastik* plastmass* plastique",
    "leather kozh* deri charm",
    "garment garments apparel clothing odezhd* poushak giyim",
    "carpet carpets farsh kovr* hali",
    "tea chay",
    "sugar sakhar* seker shekar",
    "meat myas* et gosht",
    "fish ryb*",
    "grain zern* tahil ghallat",
    "bread khleb* ekmek nan",
    "oilseed maslo* yag*",
    "municipality municipal munitsipaln* shahrdari belediye belediyesi mairie",
    "region oblast* oblastn* region* bolge",
    "district rayon* ilce",
    "city gorod* gorodsk* shahr sehir ciudad ville",
    "province velayat ostan wilayat vilayat guberni*",
    "worker workers rabochi* trudov* kargar isci",
    "student students talabat talaba taleban danesh",
    "women woman zhensk* kadin zanan femmes mujeres",
    "children child detsk* cocuk koodak kudak enfants",
    "orphan orphans aytam yetim sirot*",
    "martyr martyrs shohada shuhada sehit",
    "prisoner prisoners asra asir mahkum",
    "revolutionary revolution revolyuts* enghelab inqilab devrim thawra",
    "democratic demokratik* demokratichesk* democratique democratica",
    "liberation osvobozhden* kurtulus azadi tahrir",
    "resistance muqawama mokavemat direnis soprotivlen*",
    "combatant combatants fighters fighter mujahideen mujahidin mojahedin mucahit",
    "faithful believers mouminin",
    "unity vahdat wahda birlik edinstv* yedinstv*",
    "number no nr num nomer numero numer",
};
const size_t DESCRIPTOR_GROUP_COUNT = sizeof DESCRIPTOR_GROUPS / sizeof DESCRIPTOR_GROUPS[0];

/* What a word of letters stands for where the words of the line follow one another, in any of
 * their languages. */
const char *const PHRASE_ABBREVIATIONS[][2] = {
    {"npo", "scientific production association"},
    {"npp", "scientific production enterprise"},
    {"npk", "scientific production company"},
    {"npf", "scientific production firm"},
    {"nptc", "scientific production center"},
    {"npts", "scientific production center"},
    {"npc", "scientific production center"},
    {"ntts", "scientific technical center"},
    {"ntc", "scientific technical center"},
    {"nts", "scientific center"},
    {"nii", "scientific research institute"},
    {"niiz", "scientific research institute"},
    {"nii", "scientific institute"},
    {"nik", "scientific complex"},
    {"nits", "scientific center"},
    {"tsnii", "central scientific institute"},
    {"cnii", "central scientific institute"},
    {"tsnii", "central scientific research institute"},
    {"okb", "experimental design bureau"},
    {"skb", "special design bureau"},
    {"spkb", "special design bureau"},
    {"kb", "design bureau"},
    {"tskb", "central design bureau"},
    {"ckb", "central design bureau"},
    {"cdb", "central design bureau"},
    {"td", "trading house"},
    {"tk", "transport company"},
    {"uk", "management company"},
    {"pk", "production company"},
    {"", "production association"},
    {"pkf", "production commercial firm"},
    {"pkp", "production commercial enterprise"},
    {"pkb", "design bureau"},
    {"ik", "investment company"},
    {"nk", "oil company"},
    {"ngk", "oil gas company"},
    {"tpk", "trading industrial company"},
    {"fpk", "financial industrial company"},
    {"gok", "mining processing plant"},
    {"vo", "foreign trade association"},
    {"pa", "production association"},
    {"us", "united states"},
    {"usa", "united states america"},
    {"uae", "united arab emirates"},
    {"uk", "united kingdom"},
    {"hk", "hong kong"},
    {"dprk", "democratic people republic korea"},
    {"rf", "russian federation"},
    {"ras", "russian academy sciences"},
    {"ran", "russian academy sciences"},
    {"impex", "import export"},
    {"rnd", "research development"},
};
const size_t PHRASE_ABBREVIATION_COUNT =
    sizeof PHRASE_ABBREVIATIONS / sizeof PHRASE_ABBREVIATIONS[0];
